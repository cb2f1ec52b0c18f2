"""A Chromium of the machine, started without a window on a page of ours, as the host of cases."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from ..compiler import Bundle
from ..outside import FetchDoor
from ..phone import Phone
from ..project import Project
from ..server.theatre import PATIENCE, PageGone, Theatre
from ..world import World
from .browser import BrowserHost

#: Looked for in this order, after what the variables name.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
VARIABLES = ("WXEMU_CHROMIUM", "CHROMIUM", "CHROME_PATH")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
#: No network life of its own, and no page is slow because nobody looks at it.
ARGUMENTS = (
    "--headless=new", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-gpu", "--mute-audio",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows", "--force-prefers-reduced-motion", "--window-size=1280,960",
)  # fmt: skip


def find_chromium() -> str | None:
    """Its path; None if there is none."""
    named = [os.environ[key] for key in VARIABLES if os.environ.get(key)]
    for one in [*named, *NAMES]:
        if found := shutil.which(one):
            return found
    return next((one for one in _PLACES if Path(one).is_file()), None)


@contextlib.contextmanager
def chromium(path: str, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """While the block runs, this browser has *url* open, with a profile that nobody else sees."""
    with tempfile.TemporaryDirectory(prefix="wxemu-", ignore_cleanup_errors=True) as profile:
        command = [path, *ARGUMENTS, f"--user-data-dir={profile}", *as_root(), url]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class ChromiumHosts:
    """Makes the hosts of one case after another, all in one browser; where that has hung or gone, in a new one."""

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._open = contextlib.ExitStack()
        self._theatre: Theatre | None = None

    def __call__(
        self, world: World, phone: Phone, bundle_of: Callable[[Project], Bundle], fetch: FetchDoor
    ) -> BrowserHost:
        if self._theatre is None or not self._theatre.here or self._theatre.silent:
            self._open.close()
            self._theatre = self._start()
        return BrowserHost(self._theatre, world, phone, fetch)

    def _start(self) -> Theatre:
        browser = self._open.enter_context(contextlib.ExitStack())
        theatre = self._open.enter_context(Theatre(patience=self._patience))
        process = browser.enter_context(chromium(self._path, theatre.url))
        theatre.wait_for(lambda: theatre.here or process.poll() is not None, f"{self._path} does not open it")
        if not theatre.here:
            raise PageGone(f"{self._path} ended at once, with {process.returncode}")
        return theatre

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def as_root() -> list[str]:
    """Chromium has no sandbox for root, as whom containers run; the page is our own, and the app has its frame's."""
    return ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
