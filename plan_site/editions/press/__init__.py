"""From a document to pages on disk."""
