"""Every write of cases: one keyword-only function each, through ``act``."""
