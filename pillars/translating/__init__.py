"""
The desk's page *Translations*.

``acts`` writes a text or confirms it, ``lists`` says which there are, ``pages`` shows
them.
"""
