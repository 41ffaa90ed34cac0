"""The writes of reconciliation: each keyword-only, each one transaction with its audit row."""
