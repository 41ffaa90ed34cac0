"""Backups of a desk: made while it works, encrypted to a public key, read back; and restored (decision 0057)."""
