"""Erasing photographs and what records say of a person, cleaning up afterwards, and proving that nothing is left."""
