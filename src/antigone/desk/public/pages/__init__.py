"""The pages for families."""
