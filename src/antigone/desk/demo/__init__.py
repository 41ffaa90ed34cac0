"""The demonstration: a desk of its own with a fictional incident, one-click sign-in, and a tour."""

MARK = "THIS-IS-A-DEMONSTRATION"
"""The file by which a demonstration's folder is known."""
HALF_MADE = "half-made"
"""The file that lies beside it until the incident is whole: what was interrupted before is made anew."""
