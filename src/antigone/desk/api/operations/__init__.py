"""Every operation, by what it is about. Rules stand in the actions; what may be seen, in the queries."""
