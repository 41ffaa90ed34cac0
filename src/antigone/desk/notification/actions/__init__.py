"""Every write of notification: one keyword-only function each, through ``act``."""
