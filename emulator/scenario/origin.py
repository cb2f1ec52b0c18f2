"""What a world that may be recorded was made of: all that is needed of recordings until somebody presses the button."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..launch import Launch
from ..shipped import COFFEE, bundled
from ..worldfile import read_world


@dataclass(frozen=True)
class Origin:
    """``app`` is the project as the file names it; ``base`` the data of the world file that the scenario builds on
    without saying so, ``more`` that of another one, which it must say; ``launch``: how the app was opened."""

    app: str
    app_id: str
    root: Path
    base: dict[str, Any]
    more: dict[str, Any] = field(default_factory=dict)
    launch: Launch = field(default_factory=Launch)


def origin(root: Path, app_id: str, file: Path | None = None, launch: Launch | None = None) -> Origin:
    """Of a project, opened with its own world file or with *file*."""
    app = COFFEE if root.resolve() == bundled("apps/coffee").resolve() else str(root.resolve())
    own = root / "world.yaml"
    base = read_world(own) if own.is_file() else {}
    more = read_world(file) if file is not None and file.resolve() != own.resolve() else {}
    for row in more.get("projects", []):
        row["path"] = os.path.relpath(file.parent / row.get("path", "."), root) if file else "."
    return Origin(app, app_id, root, base, more, launch or Launch())
