"""Dates in English, where the United States writes them otherwise than Django does."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, g:i a"
