"""Component libraries from npm, installed outside the checkout, and projects with a page for each component."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

LOCKED = Path(__file__).parent / "npm"


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


def project_of(library: Path, root: Path) -> list[str]:
    """Make a project in *root*: the library under ``miniprogram_npm/lib``, and a page for each component."""
    lib = root / "miniprogram_npm" / "lib"
    shutil.copytree(library, lib)
    pages = []
    for config in sorted(lib.rglob("*.json")):
        component = config.relative_to(lib).with_suffix("")
        if not _is_component(config):
            continue
        name = "-".join(component.parts)
        _write(root, f"pages/{name}/{name}", {"usingComponents": {"x-it": f"lib/{component.as_posix()}"}})
        pages.append(f"pages/{name}/{name}")
    (root / "app.json").write_text(json.dumps({"pages": pages}), "utf-8")
    (root / "app.js").write_text("App({})", "utf-8")
    return pages


def _is_component(config: Path) -> bool:
    given: Any = json.loads(config.read_text("utf-8"))
    files = all(config.with_suffix(suffix).exists() for suffix in (".wxml", ".js"))
    return isinstance(given, dict) and given.get("component") is True and files


def _write(root: Path, page: str, config: dict[str, Any]) -> None:
    file = root / page
    file.parent.mkdir(parents=True)
    file.with_suffix(".json").write_text(json.dumps(config), "utf-8")
    file.with_suffix(".js").write_text("Page({})", "utf-8")
    file.with_suffix(".wxml").write_text("<x-it>text</x-it>", "utf-8")
