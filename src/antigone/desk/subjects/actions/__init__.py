"""Every write of subjects: one keyword-only function each, through ``act``."""
