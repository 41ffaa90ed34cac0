"""Every write of candidates: one keyword-only function each, through ``act``."""
