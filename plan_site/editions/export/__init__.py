"""The current edition as files for a host of plain files."""
