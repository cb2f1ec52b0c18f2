"""How other commands find the emulator that runs: a small file for each, readable by its owner alone."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from platformdirs import user_cache_path

from ..texts import say
from .common import CannotRun


def _folder() -> Path:
    return user_cache_path("wxemu", appauthor=False) / "running"


@contextlib.contextmanager
def findable(about: dict[str, Any]) -> Iterator[None]:
    """While the block runs, other commands find this emulator. *about*: its line of ``--format json``."""
    folder = _folder()
    file = folder / f"{os.getpid()}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump({"admin": about["admin"], "token": about["token"]}, out)
    except OSError:
        # Nobody can find us then without being told where; that hinders no one else.
        pass
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def running(language: str) -> dict[str, str]:
    """``admin`` and ``token`` of the emulator started last. Raises CannotRun if none runs."""
    files = sorted(_folder().glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files:
        if psutil.pid_exists(int(file.stem)):
            found: dict[str, str] = json.loads(file.read_text("utf-8"))
            return found
        file.unlink(missing_ok=True)
    raise CannotRun(say("cli.none-running")[language])
