"""What is due, as tasks at the desk and as reminders by e-mail."""
