"""Numbers and dates as the United States writes them."""
