"""What the pages for families say in templates."""
