"""Every write of photos: one keyword-only function each, through ``act``."""
