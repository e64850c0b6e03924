"""Pure functions on numbers, dates and texts: status, values, suppression."""
