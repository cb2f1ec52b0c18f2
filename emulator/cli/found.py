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
    found: list[tuple[float, dict[str, str]]] = []
    for file in _folder().glob("*.json"):
        # One that is being written or has just gone is nobody's yet, or any more.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if not psutil.pid_exists(int(file.stem)):
                file.unlink()
                continue
            place = json.loads(file.read_text("utf-8"))
            found.append((file.stat().st_mtime, {"admin": place["admin"], "token": place["token"]}))
    if found:
        return max(found, key=lambda one: one[0])[1]
    raise CannotRun(say("cli.none-running")[language])
