"""A recording as the text of a ``*.scenario.yaml``: minimal, commented, in one person's handwriting."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import yaml

from ..discrepancies import BOOK
from ..faces import CHINA
from ..launch import Launch
from ..recording import Recording
from ..settings import SETTINGS
from ..shipped import MERCHANT
from ..world import World
from ..worldfile import build_world
from .answers import answers
from .format import FORMAT
from .model import merged
from .origin import Origin
from .ownserver import made
from .proof import expectations
from .recorded import FILE_NAMES, Steps, Written, open_step, waited
from .signing import signs_anew


@dataclass
class Draft:
    """``own``: the world that the file says; ``pauses``: the numbers of the steps before which time passes, the number
    after the last one for the end."""

    title: str
    app: str
    case: str
    own: dict[str, Any]
    steps: list[Written]
    expect: dict[str, Any]
    lost: list[str] = field(default_factory=list)
    rest: int = 0
    pauses: set[int] = field(default_factory=set)

    def text(self) -> str:
        lines = [
            f"# Recorded by clicking; run it with: wxemu test {self.case}.scenario.yaml",
            f"# 点着录下来的；这样再跑一遍：wxemu test {self.case}.scenario.yaml",
            f"format: {FORMAT}",
            f"title: {_flow(self.title)}",
            f"app: {_flow(self.app)}",
            *_world(self.own),
            "",
            "cases:",
            f"  - case: {self.case}",
            f"    says: {_flow(self._says())}",
            "    steps:",
            *self._step_lines(),
            *(f"      # not recorded, no step can say it: {one}" for one in dict.fromkeys(self.lost)),
            "    expect:",
            *_expect_lines(self.expect),
        ]
        return "\n".join(lines) + "\n"

    def _says(self) -> str:
        done = [str(one.row["tap"]) for one in self.steps if isinstance(one.row.get("tap"), str)][:3]
        taps = ", ".join(done) or self.title
        return f"Say here in one sentence what this shows ({taps}). / 在这里用一句话说明（{taps}）。"

    def _step_lines(self) -> list[str]:
        lines, page = [], ""
        for number, step in enumerate(self.steps):
            if step.page and step.page != page:
                lines.append(f"      # on {step.page}")
                page = step.page
            if number in self.pauses:
                lines.append(f"      - move_clock: {waited(step.waited)}   # so long the user waited")
            lines.append(f"      - {_row(step.row)}")
        if len(self.steps) in self.pauses:
            lines.append(f"      - move_clock: {waited(self.rest)}   # so long the user waited")
        return lines or ["      - open: index   # nothing was done"]


def draft(world: World, of: Origin, case: str) -> Draft:
    """The recording of *world*."""
    recording = world.recording
    assert recording is not None
    own = MERCHANT not in merged(of.base, of.more).get("hosts", {}).values()
    steps = Steps(world, of.app_id, recording.began, own_server=own).write(recording.acts)
    if world.open:
        steps.lost.append("--open: what nobody knows was taken on trust")
    enter = of.launch
    opened = [] if enter == Launch() else [Written(open_step(enter.path or "/", enter.scene, enter.referrer))]
    when = datetime.fromtimestamp(recording.began / 1000, CHINA)
    last = recording.acts[-1].at if recording.acts else recording.began
    return Draft(
        f"{world.projects[of.app_id].name}, {when:%Y-%m-%d %H:%M}", of.app, case,
        _own_world(world, recording, of, steps.lost),
        [*opened, *steps.rows], expectations(world, of.app_id, recording), steps.lost, max(0, world.clock.now() - last),
    )  # fmt: skip


def _own_world(world: World, recording: Recording, of: Origin, lost: list[str]) -> dict[str, Any]:
    """What differs from the project's own world: the hour, what was set before the recording began, and what servers
    answered; what cannot be kept joins *lost*."""
    given = merged(of.base, of.more)
    plain = build_world(given, of.root / "world.yaml")
    began = datetime.fromtimestamp(recording.began // 1000, UTC).astimezone(CHINA)
    own: dict[str, Any] = {**of.more, "clock": {"starts_at": began.isoformat()}}
    if world.switches.profile != plain.switches.profile:
        own["profile"] = world.switches.profile
    changed = _changed(recording)
    shown, other = (
        next(iter(world.phones.values())).shown_settings(),
        next(iter(plain.phones.values())).shown_settings(),
    )
    settings = {
        FILE_NAMES.get(key, key): shown[key] for key in SETTINGS if shown[key] != other[key] and key not in changed
    }
    plain.switches.use_profile(world.switches.profile)
    plain.switches.platform = world.switches.platform
    switches = {
        id_: world.switches[id_] for id_ in BOOK if id_ not in changed and world.switches[id_] != plain.switches[id_]
    }
    merchants = {host for host, to in plain.hosts.items() if to == MERCHANT}
    cards, others = ({}, []) if merchants else made(world, plain.cards)
    names = plain.card_names | {name: row["card_id"] for name, row in cards.items()}
    says = signs_anew(world, names)
    replies, unkept = answers(world.journal.entries, of.app_id, merchants, says)
    lost += others + unkept
    parts = {"cards": cards, "phone": settings, "switches": switches, "backend": replies}
    return own | {key: merged(of.more.get(key, {}), value) for key, value in parts.items() if value}


def _changed(recording: Recording) -> set[str]:
    """Names of settings and switches that a step changes."""
    return {
        name
        for act in recording.acts
        if not act.refused and act.name in ("PATCH phone", "PATCH world")
        for name in (act.params if act.name == "PATCH phone" else act.params.get("switches", {}))
    }


def _world(own: dict[str, Any]) -> list[str]:
    lines = ["world:"]
    for key, value in own.items():
        if key != "backend":
            lines.append(f"  {key}: {_flow(value)}")
            continue
        lines += ["  # What your server answered: look through it before you share this file.", "  backend:"]
        lines += [f"    {_pair({on: replies})}" for on, replies in value.items()]
    return lines


def _expect_lines(expect: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in expect.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines += [f"      {key}:", *(f"        - {_pair(row)}" for row in value)]
        else:
            lines.append(f"      {key}: {_flow(value)}")
    return lines or ["      app_errors: []"]


def _row(row: dict[str, Any]) -> str:
    return _pair(row) if len(row) == 1 else _flow(row)


def _pair(row: dict[str, Any]) -> str:
    [(key, value)] = row.items()
    return f"{_flow(key)}: {_flow(value)}"


def _flow(value: Any) -> str:
    """On one line, so that it is read back as it is."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1 << 30, sort_keys=False)
    plain = text.removesuffix("\n").removesuffix("\n...")
    # `{a: b}` reads better with room inside.
    return f"{{ {plain[1:-1]} }}" if isinstance(value, dict) and value else plain
