"""Families' tracing requests, for the people who work with them."""
