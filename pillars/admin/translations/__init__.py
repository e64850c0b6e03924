"""The page *Translations*: texts to write, to confirm, or to mark as behind."""
