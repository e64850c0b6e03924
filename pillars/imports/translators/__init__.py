"""The translators’ file: each row is a text that is missing or behind."""
