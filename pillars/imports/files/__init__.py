"""
The one pipeline for all imports: read, match, validate, preview, apply.

``Importer`` in ``pipeline`` says what a kind of file has to describe.
"""
