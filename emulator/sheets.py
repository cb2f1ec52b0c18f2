"""Style sheets in Sass and Less: WXSS is made of them, as by the developer tools' compiler plugins, in a V8 apart."""

import json
import os
from functools import cache, lru_cache
from typing import Any

from .realm import Isolate, script_hash
from .shelf import kept
from .v8 import VERSION

SHEETS = frozenset({".scss", ".sass", ".less"})

COMPILER = "styles.js"

#: Files that a sheet of the same name may belong to, or that it may import.
_NEAR = frozenset({".wxml", ".json", ".wxss"})

Sources = tuple[tuple[str, str], ...]


def styled(sources: Sources, keep: bool) -> tuple[Sources, list[dict[str, Any]]]:
    """*sources* with WXSS in the place of sheets, and what is wrong with those. *keep*: on disk too."""
    if not any(_kind(path) in SHEETS for path, _ in sources):
        return sources, []
    made = json.loads(_made(tuple((path, _needed(path, text)) for path, text in sources if _kind(path) in _ALL), keep))
    others = [(path, text) for path, text in sources if _kind(path) not in SHEETS]
    sheets = [(path, one["wxss"]) for path, one in made.items()]
    return tuple(sorted([*others, *sheets])), [one["problem"] for one in made.values() if one["problem"]]


_ALL = SHEETS | _NEAR


def _kind(path: str) -> str:
    return os.path.splitext(path)[1]


def _needed(path: str, text: str) -> str:
    """Of templates and configuration only that they are there."""
    return "" if _kind(path) in (".wxml", ".json") else text


@lru_cache(maxsize=8)
def _made(files: Sources, keep: bool) -> str:
    given = json.dumps(dict(files))
    if keep:
        return kept((VERSION, _hash(), "compileStyles", given), lambda: _compile(given))
    return _compile(given)


def _compile(files: str) -> str:
    return str(_isolate().call("compileStyles", files))


@cache
def _hash() -> str:
    return script_hash(COMPILER)


_compiler: Isolate | None = None


def _isolate() -> Isolate:
    """Loaded when a project first needs it; a new one if it ever hung."""
    global _compiler
    if _compiler is None or _compiler.closed:
        _compiler = Isolate(COMPILER, limit=60.0)
    return _compiler
