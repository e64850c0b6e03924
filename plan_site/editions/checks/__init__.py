"""The check list before publishing: errors stop, warnings are answered."""
