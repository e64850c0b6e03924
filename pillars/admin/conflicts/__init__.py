"""Two editors on one form: the second is told who changed what, and loses nothing."""
