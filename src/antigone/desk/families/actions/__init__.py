"""Every write of families: one keyword-only function each, through ``act``."""
