"""Every write of intake: one keyword-only function each, through ``act``."""
