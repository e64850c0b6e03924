"""What all forms of the desk share."""
