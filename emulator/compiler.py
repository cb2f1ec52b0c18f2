"""A project's folder to a bundle: text files through the compiler in V8, all others as assets."""

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from .errors import BadInput, BadInputInBoth
from .folders import inside, project_root
from .kinds import kind_of
from .npm import not_installed, packages
from .realm import Isolate, script_hash
from .sheets import SHEETS, Sources, styled
from .shelf import kept
from .texts import LANGUAGES, Says, say
from .v8 import VERSION

COMPILER = "compiler.js"

TEXT = frozenset({".js", ".ts", ".json", ".wxml", ".wxss", ".wxs"}) | SHEETS
SKIPPED = frozenset({"node_modules"})
NOT_SHIPPED = frozenset({".md", ".yaml", ".yml", ".py", ".map", ".lock"})
MAX_FILE = 20 * 1024 * 1024
#: No bytes that could not be decoded.
_NAME = re.compile("[^\ud800-\udfff]+")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file. Line and column count from 1; 0: the file as a whole."""

    file: str
    line: int
    column: int
    says: Says

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def told(self, language: str) -> str:
        """``file:line:column  sentence``."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}  {self.says[language]}"


@dataclass(frozen=True)
class Asset:
    """A file of the project that is not compiled. ``id`` is the hash of its bytes."""

    id: str
    path: str
    type: str
    file: Path


@dataclass(frozen=True)
class Bundle:
    """``text`` is the bundle as JSON (``docs/protocol.md`` section 8), made of ``sources``; ``version`` is its content
    hash."""

    text: str
    version: str
    app: dict[str, Any]
    errors: list[Problem]
    warnings: list[Problem]
    assets: list[Asset]
    sources: Sources = ()


def compile_project(root: Path, keep: bool = False) -> Bundle:
    """Compile the project in *root*: a folder with app.json, or one whose project.config.json names it.

    The same files give the same bundle, from memory the second time. *keep*: on disk too, for a process that needs each
    project once. Raises BadInput if there is no such folder."""
    folder, root = root, project_root(root)
    sources, assets = _read(root, folder)
    with _one_at_a_time:
        styles, problems = styled(tuple(sources), keep)
        made = _made(str(root), styles, tuple(assets), keep)
    return replace(
        made,
        errors=[*made.errors, *(Problem(**problem) for problem in problems)],
        warnings=[*made.warnings, *_not_installed(folder.resolve(), root, sources)],
    )


def not_compiled(root: Path, errors: list[Problem]) -> BadInputInBoth:
    """What to raise where a project cannot be run for these."""
    head = say("project.not-compiled", root=root)
    return BadInputInBoth({one: "\n".join([head[one], *(error.told(one) for error in errors)]) for one in LANGUAGES})


def _not_installed(folder: Path, root: Path, sources: list[tuple[str, str]]) -> Iterator[Problem]:
    """Packages that the project asks for and that are not there. The developer tools want ``npm install`` too."""
    for file, name in not_installed(folder, root):
        asked = re.compile(rf"""(?<=['"]){re.escape(name)}(?=['"/])""")
        user = next((path for path, text in sources if path != "package.json" and asked.search(text)), None)
        if user is None:
            continue
        lines = file.read_text("utf-8-sig", errors="replace").splitlines()
        row = next((number for number, text in enumerate(lines, 1) if f'"{name}"' in text), 1)
        shown = file.relative_to(folder).as_posix()
        column = lines[row - 1].find(f'"{name}"') + 1
        yield Problem(shown, row, column, say("compile.not-installed", name=name, user=user, folder=file.parent))


def read_bundle(text: str) -> Bundle:
    """A bundle that was compiled elsewhere, without assets. Raises BadInput."""
    try:
        pages = msgspec.json.decode(text, type=_Facts).app["pages"]
        if not isinstance(pages, list) or not all(isinstance(one, str) for one in pages):
            raise ValueError("not the form that we know")
        return _assemble(text, hashlib.sha256(text.encode()), (), ())
    except (ValueError, KeyError, RecursionError) as error:
        raise BadInput(f"its bundle cannot be read: {error}") from None


def project_uses(root: Path) -> dict[str, dict[str, str]]:
    """What the project in *root* names of WeChat's: ``{"wx": {name: "file:line"}, "tags": {tag: "file:line"}}``."""
    folder, root = root, project_root(root)
    sources, _ = _read(root, folder)
    with _one_at_a_time:
        found: dict[str, dict[str, str]] = json.loads(_ask("findUses", str(root), tuple(sources), keep=True))
    return found


def counted(bundle: Bundle, turns: int) -> Bundle:
    """*bundle* with scripts that end, and say where on the console, once one of them has turned or been called *turns*
    times. Their lines stay."""
    with _one_at_a_time:
        return replace(bundle, text=str(_isolate().call("countTurns", bundle.text, turns)))


def _read(root: Path, folder: Path) -> tuple[list[tuple[str, str]], list[Asset]]:
    """All that belongs to the project: what is compiled, and what is not. Raises BadInput."""
    try:
        return _read_all(root, folder)
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}") from None


def _read_all(root: Path, folder: Path) -> tuple[list[tuple[str, str]], list[Asset]]:
    sources: list[tuple[str, str]] = []
    assets: list[Asset] = []
    built: list[tuple[str, str, os.stat_result]] = []
    for path, laid in packages(folder.resolve(), root):
        if isinstance(laid, Path):
            built.append((path, str(laid), laid.stat()))
        else:
            sources.append((path, laid))
    for path, file, status in sorted([*_files(root, root, ""), *built]):
        if status.st_size > MAX_FILE:
            continue
        kind = os.path.splitext(path)[1]
        if kind in TEXT:
            sources.append((path, _text(file, _stamp(status))))
        elif kind not in NOT_SHIPPED:
            assets.append(_asset(file, path, _stamp(status)))
    return sources, assets


def _files(root: Path, folder: Path, prefix: str) -> Iterator[tuple[str, str, os.stat_result]]:
    """Path inside the project, path on disk and status of every file; links that lead out of the project are not
    followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in SKIPPED or entry.name.startswith("."):
                continue
            if entry.is_symlink() and inside(root, entry.path) is None:
                continue
            if not _NAME.fullmatch(entry.name):
                raise BadInput(f"{folder}: the name of {os.fsencode(entry.name)!r} is not UTF-8; give it another")
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, Path(entry.path), f"{prefix}{entry.name}/")
            elif entry.is_file():
                yield f"{prefix}{entry.name}", entry.path, entry.stat()


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    """What changes with a file, also when it is replaced by another."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


@lru_cache(maxsize=20_000)
def _text(file: str, stamp: tuple[int, ...]) -> str:
    """Read again only when its stamp is another."""
    return Path(file).read_text("utf-8-sig", errors="replace")


@lru_cache(maxsize=20_000)
def _asset(file: str, path: str, stamp: tuple[int, ...]) -> Asset:
    return Asset(hashlib.sha256(Path(file).read_bytes()).hexdigest()[:32], path, kind_of(path), Path(file))


@lru_cache(maxsize=8)
def _made(root: str, sources: Sources, assets: tuple[Asset, ...], keep: bool) -> Bundle:
    digest = hashlib.sha256()
    for path, text in sources:
        digest.update(f"{path}\0{len(text)}\0{text}".encode())
    return _assemble(_ask("compileProject", root, sources, keep), digest, assets, sources)


class _Facts(msgspec.Struct):
    """What is needed here of a bundle; most of it is not, and large."""

    format: Literal[1]
    app: dict[str, Any]
    errors: list[Problem]
    warnings: list[Problem]


def _assemble(text: str, digest: Any, assets: tuple[Asset, ...], sources: Sources) -> Bundle:
    facts = msgspec.json.decode(text, type=_Facts)
    for asset in assets:
        digest.update(f"{asset.path}\0{asset.id}".encode())
    return Bundle(text, digest.hexdigest()[:16], facts.app, facts.errors, facts.warnings, list(assets), sources)


class _Compiler(Isolate):
    """The compiler in V8. It has the files of the projects it was asked about last: only what changed is sent again."""

    def __init__(self) -> None:
        super().__init__(COMPILER, limit=120.0)
        #: By the project's folder; the latest at the end.
        self._given: dict[str, Sources] = {}

    def ask(self, function: str, root: str, sources: Sources) -> str:
        before, now = dict(self._given.pop(root, ())), dict(sources)
        changed = {path: text for path, text in now.items() if before.get(path) != text}
        gone = [path for path in before if path not in now]
        self._given[root] = sources
        if len(self._given) > _PROJECTS:
            oldest = next(iter(self._given))
            del self._given[oldest]
            self.call("forget", oldest)
        return str(self.call(function, root, json.dumps(changed), gone))


#: Projects whose files are kept in V8.
_PROJECTS = 8

_one_at_a_time = threading.Lock()
_compiler: _Compiler | None = None


def _ask(function: str, root: str, sources: Sources, keep: bool) -> str:
    if keep:
        decides = (VERSION, _compiler_hash(), function, json.dumps(dict(sources)))
        return kept(decides, lambda: _ask(function, root, sources, keep=False))
    return _isolate().ask(function, root, sources)


@cache
def _compiler_hash() -> str:
    return script_hash(COMPILER)


def _isolate() -> _Compiler:
    """One compiler for the process, as loading it costs more than a small project, and it remembers what it made of
    each file; a new one if it ever hung."""
    global _compiler
    if _compiler is None or _compiler.closed:
        _compiler = _Compiler()
    return _compiler
