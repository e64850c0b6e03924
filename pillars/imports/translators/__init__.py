"""What a row of a translators’ file is: a text that is missing or behind."""
