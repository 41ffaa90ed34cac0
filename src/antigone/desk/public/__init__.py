"""The pages for families, who have no account: their own addresses, cookies, languages and looks. docs/families.md."""
