"""Families: what they ask, what they give and on what terms, what they are told on their page, and what staff does."""
