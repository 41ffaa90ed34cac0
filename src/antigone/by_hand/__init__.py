"""What people say of a photograph by hand: where the face's points are, and what covers it."""
