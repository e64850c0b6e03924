"""The one pipeline for all imports; a kind of file is an ``Importer`` of it."""
