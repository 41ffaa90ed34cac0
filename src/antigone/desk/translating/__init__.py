"""The desk's words in other languages: what is translated, and what native speakers say of it."""
