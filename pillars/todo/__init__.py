"""Tasks: what is due, listed at the desk and sent as reminders."""
