"""Pages for families, who have no account: with their own addresses, cookies, languages and looks. docs/families.md."""
