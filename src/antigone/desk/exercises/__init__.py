"""Exercises: an incident of fictional people that is made to learn on, and thrown away whole."""
