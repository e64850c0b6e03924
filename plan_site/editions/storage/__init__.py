"""SQLite files of editions and candidates, and the build's fingerprint."""
