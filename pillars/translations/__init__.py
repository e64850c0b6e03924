"""Which texts are missing in a language or behind the other one."""
