"""Whether the addresses of resources still answer, asked safely."""
