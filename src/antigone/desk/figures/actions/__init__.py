"""The writes of the figures the public may have."""
