"""The demonstration: a desk of its own with a fictional incident, one-click sign-in, and a tour."""

MARK = "THIS-IS-A-DEMONSTRATION"
"""The file by which a demonstration's folder is known."""
