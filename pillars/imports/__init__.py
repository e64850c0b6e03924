"""Importing files: one pipeline, and a description of a row for each kind of file."""
