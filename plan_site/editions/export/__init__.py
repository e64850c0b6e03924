"""The current edition as static files for any web host."""
