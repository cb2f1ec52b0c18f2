"""A world from a YAML file: accounts, user, projects, hosts, switches."""

import base64
import json
import mimetypes
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from .accounts import COMPONENT, Account, User
from .clock import Clock
from .compiler import project_root
from .errors import BadInput
from .project import Project
from .push import push_settings
from .world import World

BUILTIN = Path(__file__).parent / "builtin"

_KEYS = {"seed", "clock", "profile", "switches", "phone", "user", "accounts", "hosts", "projects"}
_CLOCK_KEYS = {"starts_at", "frozen"}


def load_world(path: Path, clock: Clock | None = None) -> World:
    """Read a world file; project paths are relative to it. Raises BadInput with file and reason."""
    return build_world(_read(path), path, clock)


def build_world(data: dict[str, Any], path: Path, clock: Clock | None = None) -> World:
    """A world from the file's data, with one phone ``p1`` and the member-card component at hand."""
    try:
        _known(data, _KEYS, "the world")
        world = World(clock or _clock(data.get("clock") or {}), int(data.get("seed", 1)))
        world.switches.use_profile(data.get("profile", "documented"))
        for row in data.get("accounts", []):
            world.add_account(_account(row))
        for row in data.get("projects", []):
            world.add_project(_project(row, world, path.parent))
        world.add_project(component_project())
        world.hosts = {str(host): str(to) for host, to in (data.get("hosts") or {}).items()}
        user = data.get("user") or {}
        _known(user, {"id", "nickname", "phone_number", "avatar"}, "user")
        phone = world.add_phone(
            User(user.get("id", "u1"), user.get("nickname", "Anna"), str(user.get("phone_number", "13800138000")))
        )
        settings = data.get("phone") or {}
        world.switches.platform = settings.get("platform", "ios")
        phone.set({_CAMEL.get(key, key): value for key, value in settings.items()})
        for id_, value in (data.get("switches") or {}).items():
            world.switches.set(id_, value)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
    return world


def project_world(
    root: Path, world: World | Path | None = None, clock: Clock | None = None, seed: int = 1
) -> tuple[World, str]:
    """The world in which the project in *root* runs, and its app id. Without a *world* (or its file): the project's
    own ``world.yaml`` if it has one, else a verified account under its app id."""
    own = root / "world.yaml"
    if isinstance(world, World):
        made = world
    elif world is not None or own.is_file():
        made = load_world(world or own, clock)
    else:
        made = build_world({"seed": seed}, root, clock)
    app_id = app_id_of(root)
    if app_id not in made.accounts.all:
        made.add_account(Account(app_id, "mini_program", root.resolve().name))
    if app_id not in made.projects:
        made.add_project(Project(app_id, made.accounts[app_id].name, root))
    return made, app_id


def projects_world(
    roots: Sequence[Path], world: World | Path | None = None, clock: Clock | None = None, seed: int = 1
) -> tuple[World, list[str]]:
    """The world in which several projects run, and their app ids. The first one's ``world.yaml`` counts."""
    made, first = project_world(roots[0], world, clock, seed)
    app_ids = [first]
    for root in roots[1:]:
        app_id = app_id_of(root)
        if app_id in app_ids:
            both = f"{roots[app_ids.index(app_id)]} and {root}"
            raise BadInput(f"{both} have the same app id {app_id}; give each its own in its project.config.json")
        made, app_id = project_world(root, made)
        app_ids.append(app_id)
    return made, app_ids


def app_id_of(root: Path) -> str:
    """The project's own app id. Raises BadInput if its config names none."""
    for folder in (root, project_root(root)):
        config = folder / "project.config.json"
        if config.is_file():
            try:
                return str(json.loads(config.read_text("utf-8-sig"))["appid"])
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(f"{config}: no appid in it ({error})") from None
    return "wx0000000000000000"


def component_project() -> Project:
    """The member-card component, a mini-program of our own."""
    root = BUILTIN / "member-card"
    icon = root / "images" / "icon.svg"
    return Project(COMPONENT, "会员卡", root, data_url(icon) if icon.exists() else "", privileged=True)


def data_url(path: Path) -> str:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


_CAMEL = {"base_library": "baseLibrary"}


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"there is no world file {path}") from None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        where = f":{at.line + 1}:{at.column + 1}" if at else ""
        raise BadInput(f"{path}{where}: {error.problem}") from None
    if not isinstance(data, dict):
        raise BadInput(f"{path}: a world file must be a mapping")
    return data


def _known(row: Any, keys: set[str], what: str) -> None:
    if not isinstance(row, dict):
        raise BadInput(f"{what} must be a mapping")
    for key in row:
        if key not in keys:
            raise BadInput(f"{what} has no {key!r}; it has {', '.join(sorted(keys))}")


def _clock(row: dict[str, Any]) -> Clock:
    _known(row, _CLOCK_KEYS, "clock")
    start = row.get("starts_at")
    if start is None:
        return Clock(frozen=bool(row.get("frozen")))
    try:
        when = start if isinstance(start, datetime) else datetime.fromisoformat(str(start))
    except ValueError:
        raise BadInput(f"clock.starts_at: {start!r} is not a time such as 2018-03-01T10:00:00+08:00") from None
    return Clock(int(when.timestamp() * 1000), bool(row.get("frozen")))


def _account(row: Any) -> Account:
    _known(row, {"app_id", "kind", "name", "secret", "original_id", "verified", "open_platform", "push"}, "an account")
    for key in ("app_id", "kind", "name"):
        if not row.get(key):
            raise BadInput(f"an account needs {key}")
    if row["kind"] not in ("official", "mini_program"):
        raise BadInput(f"account {row['app_id']}: kind is official or mini_program, not {row['kind']!r}")
    return Account(
        row["app_id"],
        row["kind"],
        row["name"],
        str(row.get("secret", "")),
        str(row.get("original_id", "")),
        bool(row.get("verified", True)),
        row.get("open_platform"),
        push=push_settings(row["push"]) if row.get("push") is not None else None,
    )


def _project(row: Any, world: World, base: Path) -> Project:
    _known(row, {"app_id", "path", "icon"}, "a project")
    root = (base / str(row.get("path", "."))).resolve()
    if not root.is_dir():
        raise BadInput(f"project {row.get('app_id')}: there is no folder {root}")
    account = world.accounts.get(str(row.get("app_id")))
    if account is None:
        raise BadInput(f"project {row.get('app_id')!r} has no account of that app_id")
    icon = row.get("icon")
    return Project(account.app_id, account.name, root, data_url(root / icon) if icon else "")
