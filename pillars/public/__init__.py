"""The readers' pages: addresses, views, and what every page shows."""
