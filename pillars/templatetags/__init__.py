"""Tags and filters of readers' pages."""
