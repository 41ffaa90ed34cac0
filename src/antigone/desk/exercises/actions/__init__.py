"""Every write of exercises: one keyword-only function each, through ``act``."""
