"""Every write of public figures."""
