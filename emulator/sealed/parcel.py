"""What a sealed session carries so that it runs again, and how it is read: as a file from a stranger."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec

from ..compiler import Bundle, read_bundle
from ..errors import BadInput
from ..shipped import MERCHANT

MAX_FILE = 64 << 20
MAX_BUNDLE = 32 << 20
MOST_APPS = 8
FORMAT = "wxemu-session/1"

_DATA = re.compile(rb'<script type="application/json" id="session">(.*?)</script>', re.DOTALL)


class App(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """A mini-program as it was compiled; ``bundle`` is JSON (``docs/protocol.md`` section 8)."""

    app_id: str
    name: str
    icon: str
    bundle: str

    def compiled(self) -> Bundle:
        return read_bundle(self.bundle)


class Parcel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``scenario`` is the text of a scenario file with one case and its whole world; ``apps[0]`` is the one in front,
    none where the steps play the app's part. ``faults`` are what did not hold when it was sealed; ``hash`` is of all
    the rest."""

    scenario: str
    apps: tuple[App, ...]
    faults: tuple[str, ...]
    hash: str

    def is_whole(self) -> bool:
        return self.hash == digest(self.scenario, self.apps)


class Session(msgspec.Struct):
    format: str
    parcel: Parcel | None = None


def parcel(scenario: str, apps: tuple[App, ...], faults: list[str]) -> Parcel:
    return Parcel(scenario, apps, tuple(faults), digest(scenario, apps))


def digest(scenario: str, apps: tuple[App, ...]) -> str:
    """Notices damage, not malice: whoever changes the file can change this too."""
    parts = [scenario, *(part for app in apps for part in (app.app_id, app.bundle))]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def read_parcel(file: Path) -> Parcel:
    """Of a sealed file. Nothing in it is run here. Raises BadInput: what is wrong with it, on one line."""
    session = read_session(file)
    if session.parcel is None:
        raise BadInput(
            f"{file}: a film of the screen alone: there is no scenario in it to run. Record one: "
            "wxemu record --html FILE.html"
        )
    return _checked(session.parcel, file)


def read_session(file: Path) -> Session:
    """Any sealed file, or a film of the panel. Raises BadInput."""
    try:
        session = msgspec.json.decode(_data(file), type=Session)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadInput(f"{file}: this sealed session is damaged: {error}") from None
    if session.format != FORMAT:
        raise BadInput(f"{file}: a sealed session of another version ({session.format!r}, not {FORMAT!r})")
    return session


def read_content(file: Path) -> dict[str, Any]:
    """All that the page of this file plays from. Raises BadInput."""
    read_session(file)
    content: dict[str, Any] = msgspec.json.decode(_data(file))
    return content


def _data(file: Path) -> bytes:
    """The JSON in the file. Raises BadInput if there is none."""
    try:
        if file.stat().st_size > MAX_FILE:
            raise BadInput(f"{file}: larger than {MAX_FILE >> 20} MiB; a sealed session is smaller")
        found = _DATA.search(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    if found is None:
        raise BadInput(f"{file}: this HTML file is no sealed session of wxemu (or the end of it is missing)")
    return found[1]


def _checked(parcel: Parcel, file: Path) -> Parcel:
    if not parcel.is_whole():
        raise BadInput(f"{file}: this sealed session is damaged: scenario or app are not what was sealed")
    if len(parcel.apps) > MOST_APPS or any(len(app.bundle) > MAX_BUNDLE for app in parcel.apps):
        raise BadInput(f"{file}: more than {MOST_APPS} mini-programs in it, or one of more than {MAX_BUNDLE >> 20} MiB")
    for app in parcel.apps:
        if not re.fullmatch(r"[A-Za-z0-9]{1,64}", app.app_id):
            raise BadInput(f"{file}: {app.app_id[:40]!r} is no app id")
        try:
            app.compiled()
        except BadInput as error:
            raise BadInput(f"{file}: {app.app_id}: {error}") from None
    return parcel


def harmless(world: dict[str, Any]) -> dict[str, Any]:
    """A stranger's world reaches nothing outside: hosts lead to the bundled merchant or nowhere, events to nobody."""
    hosts = {host: to for host, to in world.get("hosts", {}).items() if to == MERCHANT}
    own = {key: value for key, value in world.items() if key != "projects"}
    for name in ("merchant", "mini_program"):
        if isinstance(own.get(name), dict):
            own[name] = {key: value for key, value in own[name].items() if key != "push"}
    if "accounts" in own:
        own["accounts"] = [{key: value for key, value in row.items() if key != "push"} for row in own["accounts"]]
    return {**own, "hosts": hosts} if "hosts" in own else own


def in_script(value: Any) -> str:
    """As JSON that can stand in a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
