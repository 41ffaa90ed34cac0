"""A folder for a stick, from which Antigone installs itself where there is no network."""
