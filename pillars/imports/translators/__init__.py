"""The translators’ file: the texts that are missing or behind in one language."""
