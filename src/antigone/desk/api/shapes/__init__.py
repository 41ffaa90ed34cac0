"""What the API takes and gives. Fields have the names that the field itself uses; each says what it holds."""
