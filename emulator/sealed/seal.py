"""Makes the one file of a session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import msgspec

from ..compiler import compile_project
from ..errors import BadInput
from ..journal import Entry
from ..redaction import secrets_of
from ..scenario.model import Case
from ..scenario.signing import signs_anew
from ..scenario.writing import as_text, whole
from ..world import World
from .hiding import Hiding, any_secret
from .parcel import FORMAT, App, harmless, in_script, parcel


@dataclass
class Session:
    """What was seen and what happened. ``frames`` are ``{at, width, height, html}``, their HTML naming ``texts`` by
    their place; ``dropped`` so many had to go; ``faults``: what did not hold."""

    title: str
    frames: list[dict[str, Any]]
    entries: list[Entry]
    texts: list[str] = field(default_factory=list)
    dropped: int = 0
    faults: list[str] = field(default_factory=list)


def seal(session: Session, case: Case, world: World) -> str:
    """The HTML. *world* is the one in which it happened: its secrets are replaced everywhere, the merchant's real
    addresses are left out. Raises BadInput if the client is not built."""
    data = whole(case, session.title)
    data["world"] = harmless(data["world"])
    _sign_anew(data, signs_anew(world, world.card_names))
    apps = _apps(case, world)
    entries = [entry.to_json() for entry in session.entries]
    hiding = Hiding(secrets_of(world) | _lesser(case.world))
    for learned in (case.world, data, entries, [phone.storage for phone in world.phones.values()]):
        hiding.learn(learned)
    scenario = as_text(_hidden(data, hiding))
    packed = tuple(App(app.app_id, app.name, app.icon, hiding.text(app.bundle)) for app in apps)
    content = {
        "format": FORMAT,
        "title": session.title,
        "made": world.clock.now(),
        "frames": [{**frame, "html": hiding.text(frame["html"])} for frame in session.frames],
        "entries": hiding.redact(entries),
        "texts": [hiding.text(text) for text in session.texts],
        "dropped": session.dropped,
        "parcel": msgspec.to_builtins(parcel(scenario, packed, [hiding.text(fault) for fault in session.faults])),
    }
    return page_of(content)


def page_of(content: dict[str, Any]) -> str:
    """Our own page that plays this content."""
    return _template().replace("<!--session-->", in_script(content))


def _sign_anew(data: dict[str, Any], says: Callable[[Any], Any]) -> None:
    """A signature is replaced as any secret is; what signs in its place is a word of the file."""
    [row] = data["cases"]
    for part in [data["world"], *row["steps"]]:
        if "backend" in part:
            part["backend"] = {
                on: [{**one, "data": says(one["data"])} if "data" in one else one for one in replies]
                for on, replies in part["backend"].items()
            }


def _hidden(data: dict[str, Any], hiding: Hiding) -> dict[str, Any]:
    """Stand-ins in world and steps; what was expected of a secret is that it is there."""
    [row] = data["cases"]
    steps = [{**step, "check": any_secret(step["check"])} if "check" in step else step for step in row["steps"]]
    case = {**row, "steps": steps, "expect": any_secret(row["expect"])}
    hidden: dict[str, Any] = hiding.redact({**data, "cases": [case]})
    return hidden


def _lesser(world: dict[str, Any]) -> set[str]:
    """Secrets that stand in the file and that no world keeps."""
    merchant = world.get("merchant", {})
    rows = [*world.get("accounts", []), merchant, world.get("mini_program", {})]
    pushes = [row["push"] for row in rows if row.get("push")]
    found = {merchant.get("signs_with", ""), merchant.get("api_ticket", "")}
    return found | {push.get(key, "") for push in pushes for key in ("token", "aes_key", "url")}


def _apps(case: Case, world: World) -> tuple[App, ...]:
    """All mini-programs of the world but WeChat's own, the one in front first."""
    if case.packed:
        return case.packed
    if case.app is None:
        return ()
    own = [project for project in world.projects.values() if not project.privileged]
    own.sort(key=lambda project: project.root.resolve() != case.app)
    return tuple(App(one.app_id, one.name, one.icon, compile_project(one.root).text) for one in own)


def _template() -> str:
    try:
        return resources.files("emulator").joinpath("static", "player.html").read_text("utf-8")
    except FileNotFoundError as error:
        raise BadInput(
            f"{error.filename} is missing: the page has not been built; run `npm ci` and `npm run build` in web/"
        ) from None
