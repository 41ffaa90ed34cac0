"""Antigone: a lead towards the name of an unidentified dead person, and nothing more than a lead."""

__version__ = "0.1.0"
