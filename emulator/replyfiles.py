"""Replies of a backend that are files: pictures, PDFs, long JSON. Their bytes are taken in as the world is read."""

import base64
from pathlib import Path
from typing import Any

from .kinds import kind_of
from .texts import say
from .yamlfile import Spot

MOST_BYTES = 20 << 20

#: What a reply may say; one of them.
_BODIES = ("data", "base64", "file")

#: Where worlds and steps stand that may order replies.
_AROUND = ("world", "cases", "steps")


def carry_files(spot: Spot, data: Any, root: Path | None) -> None:
    """Replace each reply's ``file`` in *data*, as it was read from *spot*, by its bytes. It must lie in *root*; without
    one no file may be named. Raises BadFile."""
    if spot.is_list:
        for one, below in zip(spot.elements(), data, strict=True):
            carry_files(one, below, root)
        return
    for key, _, value in spot.items() if spot.is_map else ():
        if key in _AROUND:
            carry_files(value, data[key], root)
        elif key == "backend":
            for on, _, rows in value.items():
                for where, row in zip(rows.elements() if rows.is_list else [rows], data[key][on], strict=True):
                    _carry(where, row, root)


def _carry(where: Spot, row: dict[str, Any], root: Path | None) -> None:
    given = {key: value for key, _, value in where.items()}
    bodies = [key for key in given if key in _BODIES]
    if len(bodies) > 1:
        raise given[bodies[1]].fault(say("file.two-bodies", one=bodies[0], all=", ".join(_BODIES)))
    if "file" not in row:
        return
    path = _path(given["file"], row.pop("file"), root)
    kind = kind_of(path.name)
    row["base64"] = base64.b64encode(path.read_bytes()).decode()
    if not any(name.lower() == "content-type" for name in row.get("header", {})):
        row["header"] = {"content-type": kind, **row.get("header", {})}


def _path(spot: Spot, named: str, root: Path | None) -> Path:
    if root is None:
        raise spot.fault(say("file.sealed-names-file"))
    path = (spot.file.parent / named).resolve()
    if not path.is_relative_to(root.resolve()):
        raise spot.fault(say("file.leads-out", path=named, root=root.resolve()))
    if not path.is_file():
        raise spot.fault(say("file.no-file", path=path))
    if path.stat().st_size > MOST_BYTES:
        raise spot.fault(say("file.too-large", path=named, most=MOST_BYTES >> 20))
    return path
