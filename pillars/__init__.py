"""The plan: its records, its rules, its pages and its desk."""
