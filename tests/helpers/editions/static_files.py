"""Static files for tests: found where they are kept, so that nobody gathers them."""

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FoundFiles(StaticFilesStorage):
    """The site's own static files, under their own names."""

    def exists(self, name: str) -> bool:
        return finders.find(name) is not None

    def path(self, name: str) -> str:
        return finders.find(name) or super().path(name)
