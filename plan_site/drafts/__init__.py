"""Form data that is not saved yet: stored for some hours, and shown again."""
