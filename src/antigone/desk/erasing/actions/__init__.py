"""Every write of erasing: one keyword-only function each, through ``act``."""
