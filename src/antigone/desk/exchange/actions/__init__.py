"""Every write of recipients, packets and arrivals: one keyword-only function each, through ``act``."""
