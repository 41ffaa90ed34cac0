"""Every write of records: one keyword-only function each, through ``act``."""
