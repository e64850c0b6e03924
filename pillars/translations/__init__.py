"""Which texts are missing in a language or behind another one."""
