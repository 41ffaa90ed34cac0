"""How a desk is, seen from outside: in a terminal, and by what watches machines. No person, no code (decision 0059)."""
