"""Pages for staff about families' tracing requests."""
