"""Serving readers from disk: the shelf, the watcher, health."""
