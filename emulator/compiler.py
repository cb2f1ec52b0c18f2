"""A project's folder to a bundle: text files through the compiler in V8, all others as assets."""

import hashlib
import json
import mimetypes
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .errors import BadInput
from .realm import Isolate

TEXT = frozenset({".js", ".ts", ".json", ".wxml", ".wxss", ".wxs"})
SKIPPED = frozenset({"node_modules", "miniprogram_npm/.cache"})
NOT_SHIPPED = frozenset({".md", ".yaml", ".yml", ".py", ".map", ".lock"})
MAX_FILE = 20 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file. Line and column count from 1; 0: the file as a whole."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}  {self.message}"


@dataclass(frozen=True)
class Asset:
    """A file of the project that is not compiled. ``id`` is the hash of its bytes."""

    id: str
    path: str
    type: str
    file: Path


@dataclass(frozen=True)
class Bundle:
    """``text`` is the bundle as JSON (``docs/protocol.md`` section 8), ``version`` its content hash."""

    text: str
    version: str
    app: dict[str, Any]
    errors: list[Problem]
    warnings: list[Problem]
    assets: list[Asset]


def compile_project(root: Path) -> Bundle:
    """Compile the project in *root*: a folder with app.json, or one whose project.config.json names it.

    The same files give the same bundle, from memory the second time. Raises BadInput if there is no such folder."""
    root = project_root(root)
    sources, assets = _read(root)
    digest = hashlib.sha256()
    for path, text in sources:
        digest.update(f"{path}\0{len(text)}\0{text}".encode())
    with _one_at_a_time:
        bundle = _compile(tuple(sources))
    return _assemble(bundle, digest, assets)


def project_root(folder: Path) -> Path:
    """Where app.json is expected."""
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}")
    config = folder / "project.config.json"
    if config.is_file():
        try:
            named = json.loads(config.read_text("utf-8-sig")).get("miniprogramRoot") or "."
        except (ValueError, AttributeError) as error:
            raise BadInput(f"{config}: {error}") from None
        inner = (folder / named).resolve()
        if not inner.is_relative_to(folder.resolve()) or not inner.is_dir():
            raise BadInput(f"{config}: miniprogramRoot {named!r} is no folder inside the project")
        return inner
    return folder.resolve()


def _read(root: Path) -> tuple[list[tuple[str, str]], list[Asset]]:
    sources: list[tuple[str, str]] = []
    assets: list[Asset] = []
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root)
        if any(part in SKIPPED or part.startswith(".") for part in path.parts) or not file.is_file():
            continue
        if not file.resolve().is_relative_to(root) or file.stat().st_size > MAX_FILE:
            continue
        if file.suffix in TEXT:
            sources.append((path.as_posix(), file.read_text("utf-8-sig", errors="replace")))
        elif file.suffix not in NOT_SHIPPED:
            assets.append(_asset(file, path.as_posix()))
    return sources, assets


def _asset(file: Path, path: str) -> Asset:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(hashlib.sha256(file.read_bytes()).hexdigest()[:32], path, kind, file)


def _assemble(text: str, digest: Any, assets: list[Asset]) -> Bundle:
    value = json.loads(text)
    for asset in assets:
        digest.update(f"{asset.path}\0{asset.id}".encode())
    return Bundle(
        text,
        digest.hexdigest()[:16],
        value["app"],
        [Problem(**problem) for problem in value["errors"]],
        [Problem(**problem) for problem in value["warnings"]],
        assets,
    )


_one_at_a_time = threading.Lock()
_compiler: Isolate | None = None


@lru_cache(maxsize=32)
def _compile(sources: tuple[tuple[str, str], ...]) -> str:
    """One compiler for the process, as loading it costs more than a small project; a new one if it ever hung."""
    global _compiler
    if _compiler is None or _compiler.closed:
        _compiler = Isolate("compiler.js", limit=120.0)
    return str(_compiler.call("compileProject", json.dumps(dict(sources))))
