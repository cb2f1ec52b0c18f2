"""Pictures of the gallery, kept between starts of ``wxemu play``: for as long as what they are made of is the same."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..shipped import MERCHANT
from .model import Case
from .writing import whole

PROGRAM = Path(__file__).parents[1]

#: So many are kept; the oldest go first.
MOST = 400


class Kept:
    """*folder* may be missing, or impossible to make: then nothing is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, str] = {}

    def look_again(self) -> None:
        """Files may have changed since."""
        self._seen.clear()

    def get(self, case: Case, title: str) -> Any:
        """What was kept of this case as it is now; None if nothing was."""
        file = self._file(case, title)
        if file is None:
            return None
        try:
            return msgspec.json.decode(file.read_bytes())
        except (OSError, msgspec.DecodeError):
            return None

    def put(self, case: Case, title: str, value: Any) -> None:
        file = self._file(case, title)
        if file is None:
            return
        # A disk that is full, or a home nobody may write to, costs only the time to take the picture again.
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = file.with_suffix(f".{os.getpid()}")
            fresh.write_bytes(msgspec.json.encode(value))
            fresh.replace(file)
            every = sorted(self._folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
            for old in every[:-MOST]:
                old.unlink(missing_ok=True)

    def _file(self, case: Case, title: str) -> Path | None:
        """None for what depends on more than we can see."""
        if any(to != MERCHANT for to in case.world.get("hosts", {}).values()):
            return None
        roots = [PROGRAM]
        if case.app is not None:
            roots += [case.app, *(case.app / row["path"] for row in case.world.get("projects", []) if "path" in row)]
        story = json.dumps(whole(case, title), sort_keys=True, default=str)
        parts = [story, *(app.bundle for app in case.packed), *map(self._state, roots)]
        return self._folder / f"{hashlib.sha256(os.fsencode('|'.join(parts))).hexdigest()[:32]}.json"

    def _state(self, root: Path) -> str:
        if root not in self._seen:
            self._seen[root] = hashlib.sha256(os.fsencode("|".join(_files(root)))).hexdigest()
        return self._seen[root]


def _files(root: Path) -> Iterator[str]:
    """Each file's name, size and time, in one order on every machine."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one != "__pycache__" and not one.startswith("."))
        for name in sorted(names):
            state = os.stat(os.path.join(folder, name), follow_symlinks=False)
            yield f"{folder}/{name} {state.st_size} {state.st_mtime_ns}"
