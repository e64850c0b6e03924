"""Two editors on one form: the second sees who changed what, and loses nothing."""
