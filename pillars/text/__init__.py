"""Markdown, differences between two texts, and numbers and statuses as text."""
