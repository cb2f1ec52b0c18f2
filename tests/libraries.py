"""Component libraries from npm, installed outside the checkout, and projects with a page for each component."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

LOCKED = Path(__file__).parent / "npm"

#: Library: where its components lie, how many there are, and how many of them open. Those that do not: TDesign's
#: chat-content reads a property that only a chat gives it; weui's slideview for Skyline needs worklets.
LIBRARIES = {
    "tdesign-miniprogram": ("miniprogram_dist", 105, 104),
    "@vant/weapp": ("dist", 71, 71),
    "weui-miniprogram": ("miniprogram_dist", 22, 21),
}


def installed(folder: Path) -> Path:
    """``node_modules`` with the versions that the lock file names, made once in *folder*; skips where npm cannot."""
    home, failed = folder / "libraries", folder / "libraries.failed"
    with FileLock(folder / "libraries.lock"):
        if failed.exists():
            pytest.skip(failed.read_text("utf-8"))
        if not (home / "done").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(LOCKED / name, home)
            npm = shutil.which("npm")
            command = [npm or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            tried = subprocess.run(command, cwd=home, capture_output=True, text=True) if npm else None
            if tried is None or tried.returncode:
                reason = tried.stderr.strip()[-300:] if tried else "there is no npm"
                failed.write_text(f"the component libraries cannot be installed: {reason}", "utf-8")
                pytest.skip(failed.read_text("utf-8"))
            (home / "done").touch()
    return home / "node_modules"


def project_of(library: Path, root: Path, script: str = "Page({})") -> list[str]:
    """Make a project in *root*: the library under ``miniprogram_npm/lib``, and a page for each component."""
    pages = pages_of(library, root, "lib", script)
    write_app(root, pages, "App({})")
    return pages


def pages_of(library: Path, root: Path, name: str, script: str) -> list[str]:
    """Put the library under ``miniprogram_npm/NAME`` of the project in *root*; a page for each of its components."""
    lib = root / "miniprogram_npm" / name
    shutil.copytree(library, lib)
    pages = []
    for config in sorted(lib.rglob("*.json")):
        component = config.relative_to(lib).with_suffix("")
        if not _is_component(config):
            continue
        page = f"pages/{name}/{'-'.join(component.parts)}"
        given = {"usingComponents": {"x-it": f"{name}/{component.as_posix()}"}}
        write_page(root, page, given, "<x-it>text</x-it>", script)
        pages.append(page)
    return pages


def write_app(root: Path, pages: list[str], script: str) -> None:
    """``app.json`` and ``app.js`` of a project in *root*."""
    (root / "app.json").write_text(json.dumps({"pages": pages}), "utf-8")
    (root / "app.js").write_text(script, "utf-8")


def write_page(root: Path, page: str, config: dict[str, Any], template: str, script: str) -> None:
    """The files of one page."""
    file = root / page
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".json").write_text(json.dumps(config), "utf-8")
    file.with_suffix(".js").write_text(script, "utf-8")
    file.with_suffix(".wxml").write_text(template, "utf-8")


def _is_component(config: Path) -> bool:
    given: Any = json.loads(config.read_text("utf-8"))
    files = all(config.with_suffix(suffix).exists() for suffix in (".wxml", ".js"))
    return isinstance(given, dict) and given.get("component") is True and files
