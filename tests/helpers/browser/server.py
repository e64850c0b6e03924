"""The whole site for a browser: as it is served, with the shelf in front."""

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread

from plan_site.editions.desk import progress_views
from plan_site.editions.serving.application import Serving
from plan_site.editions.serving.watcher import Watcher

PATIENCE = 60


class Site:
    """The site on a port of its own, in this process."""

    def __init__(self):
        self.thread = LiveServerThread("127.0.0.1", self.application)
        self.thread.daemon = True

    def application(self, _django):
        self.serving = Serving(WSGIHandler())
        # Static files from where they are kept, as Django's own server finds them.
        return StaticFilesHandler(self.serving)

    @property
    def watcher(self) -> Watcher:
        """What follows the editions; it looks when it is told to."""
        return self.serving.watcher

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.thread.port}"

    def start(self) -> "Site":
        self.thread.start()
        self.thread.is_ready.wait()
        if self.thread.error:
            raise self.thread.error
        return self

    def end(self) -> None:
        """No press outlives its test, nor the server."""
        self.thread.terminate()
        for press in [*self.watcher.presses.running.values(), *progress_views._started]:
            press.wait(PATIENCE)
