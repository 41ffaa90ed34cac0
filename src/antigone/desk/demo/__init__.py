"""The demonstration: a desk of its own with a fictional incident, doors for anybody, and a tour."""

MARK = "THIS-IS-A-DEMONSTRATION"
"""The file by which a demonstration's folder is known."""
