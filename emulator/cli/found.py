"""How other commands find the emulator that runs: a small file for each, readable by its owner alone."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from platformdirs import user_cache_path

from ..texts import say
from .common import CannotRun


def _folder() -> Path:
    return user_cache_path("wxemu", appauthor=False) / "running"


@contextlib.contextmanager
def findable(about: dict[str, Any], project: str) -> Iterator[None]:
    """While the block runs, other commands find this emulator. *about*: its line of ``--format json``; *project*: what
    people know it by."""
    folder = _folder()
    file = folder / f"{os.getpid()}.json"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump({"admin": about["admin"], "token": about["token"], "project": project}, out)
    except OSError:
        # Nobody can find us then without being told where; that hinders no one else.
        pass
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def running(language: str) -> dict[str, str]:
    """``admin``, ``token`` and ``project`` of the emulator started last. Raises CannotRun if none runs."""
    found: list[tuple[float, dict[str, str]]] = []
    for file in _folder().glob("*.json"):
        # One that is being written or has just gone is nobody's yet, or any more.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if not psutil.pid_exists(int(file.stem)):
                file.unlink()
                continue
            place = json.loads(file.read_text("utf-8"))
            own = {"admin": str(place["admin"]), "token": str(place["token"])}
            found.append((file.stat().st_mtime, {**own, "project": str(place.get("project", ""))}))
    for _, place in sorted(found, key=lambda one: one[0], reverse=True):
        if _listens(place["admin"]):
            return place
    raise CannotRun(say("cli.none-running")[language])


def _listens(admin: str) -> bool:
    """Whether anybody is there: one that was killed leaves its file, and its process's number is given to others."""
    try:
        place = urlsplit(admin)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=2):
            return True
    except (OSError, ValueError):
        return False
