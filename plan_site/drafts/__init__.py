"""Drafts: form data that could not be saved, stored for some hours."""
