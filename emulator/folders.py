"""Where in a folder the mini-program is: its own root, and what to say when it is not there."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import BadInput, BadInputInBoth
from .texts import Says, say

CONFIG = "project.config.json"

#: How deep, and how many, other mini-programs are looked for.
_DEPTH, _SHOWN = 4, 3

_SKIPPED = frozenset({"node_modules", "miniprogram_npm"})


def project_root(folder: Path) -> Path:
    """Where app.json is expected: a folder with it, or the one that its project.config.json names."""
    if not folder.is_dir():
        raise BadInputInBoth(say("file.no-folder", path=folder))
    named = project_config(folder).get("miniprogramRoot") or "."
    inner = inside(folder, str(named))
    if inner is None:
        raise BadInput(f"{folder / CONFIG}: miniprogramRoot {named!r} is no folder inside the project")
    if not inner.is_dir():
        raise BadInputInBoth(_words("project.no-root", folder, root=named))
    return inner


def is_root_of(root: Path, folder: Path) -> bool:
    """Whether *root* is where the project in *folder* has its mini-program."""
    try:
        return project_root(folder) == root.resolve()
    except BadInput:
        return False


def inside(folder: Path, path: str | Path) -> Path | None:
    """Where *path*, from *folder*, really is; None if it leads out of there, through links or otherwise, or nowhere."""
    try:
        found = (folder / path).resolve()
        return found if found.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):  # a NUL in it; links in a circle
        return None


def project_config(folder: Path, private: bool = False) -> dict[str, Any]:
    """What project.config.json says, or the person's own one; nothing where there is none. Raises BadInput if it cannot
    be read."""
    config = folder / ("project.private.config.json" if private else CONFIG)
    if not config.is_file():
        return {}
    try:
        said = json.loads(config.read_text("utf-8-sig"))
    except OSError as error:
        raise BadInput(f"{config}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{config}: {error}") from None
    if not isinstance(said, dict):
        raise BadInput(f"{config}: it should be an object {{…}}")
    return said


def compile_modes(folder: Path) -> dict[str, str]:
    """Queries by page, as the developer tools' compile modes have them: the first one of each page, a person's own
    (project.private.config.json) before the project's."""
    modes: dict[str, str] = {}
    for private in (True, False):
        condition = project_config(folder, private).get("condition")
        for kind in ("miniprogram", "weapp"):
            rows = condition.get(kind) if isinstance(condition, dict) else None
            for row in _dicts(rows.get("list") if isinstance(rows, dict) else None):
                path = str(row.get("pathName") or row.get("path") or "").lstrip("/")
                path, _, inline = path.partition("?")
                query = str(row.get("query") or inline)
                if path and query:
                    modes.setdefault(path, query)
    return modes


def _dicts(rows: Any) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def expect_project(folder: Path) -> None:
    """Raises BadInput, with where to look instead, if no mini-program is in *folder*."""
    root = project_root(folder)
    if (root / "app.json").is_file():
        return
    if (root / "game.json").is_file() or project_config(folder).get("compileType") == "game":
        raise BadInputInBoth(_words("project.game", folder))
    raise BadInputInBoth(_words("project.no-app-json", root))


def _words(id_: str, folder: Path, **values: Any) -> Says:
    """With the mini-programs that there are further down."""
    found = sorted(_below(folder), key=lambda path: (len(path.parts), str(path)))
    paths = ", ".join(one.relative_to(folder).as_posix() for one in found[:_SHOWN])
    hint = say("project.elsewhere", paths=paths) if paths else {"zh": "", "en": ""}
    said = say(id_, **values)
    return {
        "zh": f"{folder}: {said['zh']}{hint['zh']}",
        "en": f"{folder}: {' '.join(filter(None, (said['en'], hint['en'])))}",
    }


def _below(folder: Path) -> Iterator[Path]:
    """Folders with an app.json of a mini-program, or whose project.config.json leads to one."""
    for path, inner, _ in os.walk(folder):
        here = Path(path)
        depth = len(here.relative_to(folder).parts)
        if depth and _is_project(here):
            yield here
            inner.clear()
        inner[:] = [name for name in inner if depth < _DEPTH and not name.startswith(".") and name not in _SKIPPED]


def _is_project(folder: Path) -> bool:
    try:
        return (project_root(folder) / "app.json").is_file()
    except BadInput:
        return False
