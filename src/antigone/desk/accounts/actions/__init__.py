"""Every write of accounts: one keyword-only function each, through ``act``."""
