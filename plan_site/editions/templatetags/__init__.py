"""Tags and filters about editions, for readers' pages and the desk."""
