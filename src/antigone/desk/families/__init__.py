"""Families' tracing requests: what they ask, give and allow, what their page tells them, and what staff does."""
