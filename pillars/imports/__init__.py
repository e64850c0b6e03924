"""
Results in bulk: a file of results becomes rows, the rows are judged, and then saved.

``tables`` reads a file, ``judging`` says what its rows would change and what is wrong
with them, ``applying`` saves them all or none, ``blank`` makes the file to fill in.

What every file at the desk has in common, one of a plan or of texts too: ``judgement``
is what comes of judging it, ``file_pages`` are its pages, ``carried`` is how it gets
from its preview to its confirmation.
"""
