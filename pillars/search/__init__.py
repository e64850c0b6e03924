"""One search for readers and the desk: how texts are compared, and the index."""
