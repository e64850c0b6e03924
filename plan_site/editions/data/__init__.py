"""The plan as data, to take away: files in open formats."""
