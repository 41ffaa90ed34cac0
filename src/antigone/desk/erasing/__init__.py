"""Erasing what a record says of a person, and clearing up after erasures: files, index, free space; the proof."""
