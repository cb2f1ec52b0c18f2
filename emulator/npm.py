"""Packages of ``node_modules`` as the developer tools' "build npm" lays them into ``miniprogram_npm``, in memory.

https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html A folder in ``miniprogram_npm`` that is there already
wins.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .folders import inside

_REQUIRED = re.compile(r"""(?:\brequire\(\s*|\bfrom\s*|\bimport\s*)['"](\.{1,2}/[^'"]+)['"]""")

#: A package's name, of which a path is made.
_NAME = re.compile(r"(@[\w~-][\w.~-]*/)?[\w~-][\w.~-]*")

#: What ``useExtendedLib`` of app.json names, and the package that holds it.
EXTENDED = {"weui": "weui-miniprogram"}


def packages(project: Path, root: Path) -> Iterator[tuple[str, Path | str]]:
    """Virtual path under *root* and file on disk (or text) of all that must be laid there. *project* may hold
    ``package.json`` in place of *root*, where app.json is."""
    built = root / "miniprogram_npm"
    for home in dict.fromkeys((root, project)):
        config = _config(home / "package.json")
        names = [*_names(config.get("dependencies")), *_extended(root)]
        modules = home / "node_modules"
        if not modules.is_dir():
            continue
        for name in _with_their_own(modules, names):
            if not (built / name).exists():
                yield from ((f"miniprogram_npm/{name}/{path}", file) for path, file in _package(modules / name))


def not_installed(project: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """What a ``package.json`` depends on and nobody has installed or built: that file, and the name."""
    for home in dict.fromkeys((root, project)):
        for name in _names(_config(home / "package.json").get("dependencies")):
            places = (root / "miniprogram_npm" / name, root / "node_modules" / name, project / "node_modules" / name)
            if not any(place.exists() for place in places):
                yield home / "package.json", name


def _package(folder: Path) -> Iterator[tuple[str, Path | str]]:
    """The package's own folder for mini-programs whole, or its main module and what that requires. Files that links
    bring from elsewhere are not its own; the package itself may be a link, as in a workspace."""
    folder = folder.resolve()
    config = _config(folder / "package.json")
    named = config.get("miniprogram")
    own = folder / (named if isinstance(named, str) else "miniprogram_dist")
    if inside(folder, own) is not None and own.is_dir():
        found = (file for file in sorted(own.rglob("*")) if inside(own, file) is not None and file.is_file())
        yield from ((file.relative_to(own).as_posix(), file) for file in found)
        return
    entry = config.get("main")
    main = _module(folder, folder, entry if isinstance(entry, str) else "index.js")
    if main is None:
        return
    path = main.relative_to(folder).as_posix()
    if path != "index.js":
        yield "index.js", f"module.exports = require('./{path}')\n"
    yield from ((file.relative_to(folder).as_posix(), file) for file in _graph(folder, main))


def _graph(folder: Path, main: Path) -> list[Path]:
    """*main* and all files of the package that it requires, directly or not."""
    found, open_ = [main], [main]
    while open_:
        file = open_.pop()
        for wanted in _REQUIRED.findall(file.read_text("utf-8", errors="replace")):
            other = _module(folder, file.parent, wanted)
            if other is not None and other not in found:
                found.append(other)
                open_.append(other)
    return sorted(found)


def _module(package: Path, folder: Path, name: str) -> Path | None:
    """The file of *package* that a require of *name* in *folder* means."""
    at = Path(re.sub(r"/\./", "/", str(folder / name)))
    found = (inside(package, one) for one in (at, Path(f"{at}.js"), at / "index.js"))
    return next((one for one in found if one is not None and one.is_file() and one.suffix == ".js"), None)


def _with_their_own(modules: Path, names: list[str]) -> list[str]:
    """The packages and those that they depend on, as far as they are installed."""
    found: list[str] = []
    open_ = [name for name in names if (modules / name).is_dir()]
    while open_:
        name = open_.pop(0)
        if name not in found:
            found.append(name)
            more = _names(_config(modules / name / "package.json").get("dependencies"))
            open_ += [one for one in more if (modules / one).is_dir()]
    return found


def _extended(root: Path) -> list[str]:
    wanted = _config(root / "app.json").get("useExtendedLib")
    return [EXTENDED[name] for name in _names(wanted) if name in EXTENDED]


def _names(value: Any) -> list[str]:
    return [name for name in value if _NAME.fullmatch(name)] if isinstance(value, dict) else []


def _config(file: Path) -> dict[str, Any]:
    """What is no object counts as empty: whether app.json is right is the compiler's matter."""
    try:
        value = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
