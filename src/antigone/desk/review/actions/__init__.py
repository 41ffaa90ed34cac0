"""Every write of review: one keyword-only function each, through ``act``."""
