"""A world from a YAML file: accounts, user, projects, hosts, switches."""

import base64
import contextlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from .accounts import COMPONENT, TOKEN_LIFE, Account, Kind, Ticket, User
from .backend import canned
from .clock import Clock
from .errors import BadInput
from .folders import expect_project, inside, project_config, project_root
from .kinds import kind_of
from .merchantwords import check_cards
from .params import is_address
from .project import Project
from .push import push_settings
from .replyfiles import carry_files
from .world import World
from .worldcards import make_cards
from .worldshape import WORLD
from .yamlfile import placed, read_yaml

BUILTIN = Path(__file__).parent / "builtin"

#: A project's own world, in its folder.
WORLD_FILE = "world.yaml"

#: The app id of a project that has none.
NO_APP_ID = "wx0000000000000000"


def load_world(path: Path, clock: Clock | None = None) -> World:
    """Read a world file; project paths are relative to it. Raises BadInput with file, line and reason."""
    return build_world(read_world(path), path, clock)


def read_world(path: Path) -> dict[str, Any]:
    """The file's data, checked; files that replies name lie in its folder."""
    spot = read_yaml(path, "world")
    data: dict[str, Any] = WORLD.read(spot)
    carry_files(spot, data, path.parent)
    return data


def build_world(data: dict[str, Any], path: Path, clock: Clock | None = None) -> World:
    """A world from a file's data, with one phone ``p1`` and the member-card component at hand. Raises BadInput with the
    place in the file."""
    try:
        return make_world(data, path, clock)
    except BadInput as error:
        place = placed(error, path)
        raise place if place is not error else BadInput(f"{path}: {error}") from None


def make_world(data: dict[str, Any], path: Path, clock: Clock | None = None) -> World:
    """The same; what is wrong is told by its way in *data* alone, such as ``user.owns: …``."""
    world = World(clock or _clock(data.get("clock", {})), data.get("seed", 1))
    world.switches.use_profile(data.get("profile", "documented"))
    for number, row in enumerate(data.get("accounts", [])):
        with _within(f"accounts[{number}]."):
            world.add_account(_account(row))
    for key, kind in _OWN.items():
        if key in data:
            with _within(f"{key}."):
                _own_account(world, kind, data[key])
    for number, row in enumerate(data.get("projects", [])):
        world.add_project(_project(row, number, world, path.parent))
    world.add_project(component_project())
    world.hosts = dict(data.get("hosts", {}))
    world.backend.begin({on: list(map(canned, rows)) for on, rows in data.get("backend", {}).items()})
    user = data.get("user", {})
    phone = world.add_phone(
        User(
            user.get("id", "u1"),
            user.get("nickname", "Anna"),
            user.get("phone_number", "13800138000"),
            user.get("avatar", ""),
        )
    )
    kept = {key: value for key, value in data.get("storage", {}).items() if value != "$absent"}
    stored = {key: json.dumps(value, ensure_ascii=False) for key, value in kept.items()}
    world.known_at_start(stored, data.get("permissions", {}))
    settings = data.get("phone", {})
    world.switches.platform = settings.get("platform", "ios")
    phone.set({PHONE_NAMES.get(key, key): value for key, value in settings.items()})
    with _within("switches."):
        for id_, value in data.get("switches", {}).items():
            world.switches.set(id_, value)
    make_cards(world, data)
    world.signs_with = data.get("merchant", {}).get("signs_with")
    for on, rows in data.get("backend", {}).items():
        with _within(f"backend.{on}: "):
            check_cards(world, [row.get("data") for row in rows])
    return world


@contextlib.contextmanager
def _within(where: str) -> Iterator[None]:
    """What is wrong in here is told with the way to it in front."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"{where}{error}") from None


def project_world(
    root: Path, world: World | Path | None = None, clock: Clock | None = None, seed: int | None = None
) -> tuple[World, str]:
    """The world in which the project in *root* runs, and its app id. Without a *world* (or its file): the project's
    own ``world.yaml`` if it has one, else a verified account under its app id. A *seed* goes before the file's."""
    own, seeded = root / WORLD_FILE, {} if seed is None else {"seed": seed}
    if isinstance(world, World):
        made = world
    elif world is not None or own.is_file():
        made = build_world({**read_world(world or own), **seeded}, world or own, clock)
    else:
        made = build_world(seeded, root, clock)
    app_id = app_id_of(root)
    add_app_account(made, app_id, root.resolve().name)
    if app_id not in made.projects:
        made.add_project(Project(app_id, made.accounts[app_id].name, root))
    return made, app_id


def add_app_account(world: World, app_id: str, name: str) -> None:
    """The account of a mini-program that the world says nothing of: verified, and bound to who makes its cards."""
    if app_id not in world.accounts.all:
        makers = (one.platform for one in world.accounts.all.values() if one.kind == "official")
        world.add_account(Account(app_id, "mini_program", name, platform=next(filter(None, makers), "own")))


def projects_world(
    roots: Sequence[Path], world: World | Path | None = None, clock: Clock | None = None, seed: int | None = None
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
    """The project's own app id, or one of ours if it names none. Raises BadInput if there is no mini-program."""
    expect_project(root)
    for folder in (root, project_root(root)):
        named = project_config(folder).get("appid")
        if named:
            return str(named)
    return NO_APP_ID


def component_project() -> Project:
    """The member-card component, a mini-program of our own."""
    root = BUILTIN / "member-card"
    icon = root / "images" / "icon.svg"
    return Project(COMPONENT, "会员卡", root, data_url(icon) if icon.exists() else "", privileged=True)


def data_url(path: Path) -> str:
    return f"data:{kind_of(path.name)};base64,{base64.b64encode(path.read_bytes()).decode()}"


#: What a file calls differently from the phone.
PHONE_NAMES = {"base_library": "baseLibrary"}


def _clock(row: dict[str, Any]) -> Clock:
    start = row.get("starts_at")
    return Clock(None if start is None else moment(start), row.get("frozen", False))


def moment(text: str) -> int:
    """Milliseconds since 1970 of a time such as 2018-03-01T10:00:00+08:00. Raises BadInput."""
    try:
        return int(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError:
        raise BadInput(f"clock.starts_at: {text!r} is not a time such as 2018-03-01T10:00:00+08:00") from None


#: What a file calls differently from :class:`Account`.
_ACCOUNT_FIELDS = {"open_platform": "platform"}


def _account(row: dict[str, Any]) -> Account:
    return Account(**_fields({"secret": "", **row}))


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    fields = {_ACCOUNT_FIELDS.get(key, key): value for key, value in row.items()}
    if "push" in fields:
        fields["push"] = push_settings(fields["push"])
    return fields


def _own_account(world: World, kind: Kind, row: dict[str, Any]) -> None:
    """The account of this kind as *row* changes it; a new one is bound to the others."""
    own = [one for one in world.accounts.all.values() if one.kind == kind and one.app_id != COMPONENT]
    app_id = row.get("app_id") or (own[0].app_id if own else _STAND_INS[kind])
    account = world.accounts.get(app_id)
    if account is None:
        account = world.add_account(Account(app_id, kind, row.get("name", app_id), platform="own"))
    for key, value in _fields(row).items():
        if key not in ("app_id", "api_ticket", "signs_with", "replies"):
            setattr(account, key, value)
    if "api_ticket" in row:
        account.tickets["wx_card"] = [Ticket(row["api_ticket"], world.clock.seconds() + TOKEN_LIFE)]


_OWN: dict[str, Kind] = {"mini_program": "mini_program", "merchant": "official"}
_STAND_INS: dict[Kind, str] = {"mini_program": NO_APP_ID, "official": "wx00000000000000ff"}


def _project(row: dict[str, Any], number: int, world: World, base: Path) -> Project:
    root = (base / row.get("path", ".")).resolve()
    if not root.is_dir():
        raise BadInput(f"projects[{number}].path: there is no folder {root}")
    account = world.accounts.get(row["app_id"])
    if account is None:
        raise BadInput(f"projects[{number}].app_id: there is no account {row['app_id']!r}")
    icon = inside(root, row["icon"]) if "icon" in row else None
    if "icon" in row and (icon is None or not icon.is_file()):
        raise BadInput(f"projects[{number}].icon: there is no file {row['icon']!r} in {root}")
    return Project(account.app_id, account.name, root, data_url(icon) if icon else "")


def check_hosts(hosts: dict[str, str], file: Path | None = None) -> None:
    """Raises BadInput for hosts that lead nowhere, with the place in *file*, where one is given."""
    for host, to in hosts.items():
        if not is_address(to):
            error = BadInput(f"hosts: {host}: {to!r} is not an address such as http://127.0.0.1:3000")
            raise placed(error, file) if file else error
