"""
The desk's page *Translations*, and the file that goes to translators elsewhere.

``acts`` writes a text or confirms it, ``pages`` is the list, ``sheet`` makes the file,
``judging`` says what a file that came back would write, ``hand_over`` is its pages.
"""
