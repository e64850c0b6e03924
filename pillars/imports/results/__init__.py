"""Results in bulk: one year's results for many measures from one file."""
