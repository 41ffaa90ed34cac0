"""Where native speakers read the desk's words in their language, in context, and take away what they say of them."""
