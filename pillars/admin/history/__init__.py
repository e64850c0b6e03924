"""Pages of the history; going back to a version; deleting and bringing back."""
