"""Which texts are missing or behind their other language, and where they belong."""
