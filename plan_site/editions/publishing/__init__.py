"""Publish, approve, roll back, restore, redact: services, no pages."""
