"""Reading everything that a desk has on its disks, and saying what is torn or rotten (decision 0058)."""
