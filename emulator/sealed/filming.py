"""A case performed for its pictures: one before it begins and one after each step."""

from html import escape
from pathlib import Path
from typing import Any

from ..errors import BadInput, WireError
from ..headless import Headless
from ..journal import Entry
from ..realm import DriveError
from ..recording import Recording
from ..scenario.checks import check
from ..scenario.drafting import Draft
from ..scenario.model import Case, load
from ..scenario.origin import Origin
from ..scenario.play import play
from ..scenario.stage import Stage, StepFailed
from ..testing import MakeHost
from ..texts import say
from ..world import World
from .seal import Session, seal

WIDTH, HEIGHT = 375, 812

_STYLE = """
:root { color-scheme: light dark }
body { margin: 0; padding: 52px 20px 24px; font: 15px/1.6 -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif }
body { background: #fff; color: #1c1d1f } small { color: #5d6066 } h1 { font-size: 17px; margin: 0 0 14px }
p { margin: 0 0 7px; overflow-wrap: anywhere }
.sheet { position: fixed; inset: auto 0 0; padding: 22px 20px 44px; background: #f3f3f1; border-radius: 12px 12px 0 0 }
.toast { position: fixed; left: 50%; top: 45%; transform: translate(-50%, -50%); padding: 14px 20px }
.toast { background: #4c4c4c; color: #fff; border-radius: 12px }
@media (prefers-color-scheme: dark) {
  body { background: #191919; color: #e9eaec } small { color: #a0a5ad } .sheet { background: #2a2d31 }
}
"""


def sealed_case(case: Case, title: str, faults: list[str], make_host: MakeHost = Headless, language: str = "en") -> str:
    """The HTML of a sealed session of this case, which is performed once more for it. *language*: of what we say in
    pictures that are none."""
    with Stage(case, make_host) as stage:
        frames = [_frame(stage, language)] if stage.app.front else []
        for step in case.steps:
            try:
                if step.kind == "check":
                    check(stage, step.value)
                else:
                    play(stage, step)
            except (StepFailed, DriveError, WireError, BadInput, AssertionError):
                # The faults that were told say so; the pictures end here.
                frames.append(_frame(stage, language))
                break
            frames.append(_frame(stage, language))
        entries = stage.world.journal.entries
        return seal(Session(title, _spread(frames), entries, faults=faults), case, stage.world)


def sealed_recording(
    recording: Recording, entries: list[Entry], world: World, made: Draft, of: Origin, file: Path, faults: list[str]
) -> str:
    """The HTML of what was recorded, with the scenario that it became."""
    case = load(file, of.root.resolve().parent, made.text()).cases[0]
    frames = [
        {"at": sight.at, "seq": sight.seq, **sight.picture} for sight in recording.sights if sight.picture is not None
    ]
    return seal(Session(made.title, frames, entries, recording.texts, recording.dropped, faults), case, world)


def _spread(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that look like the one before."""
    kept: list[dict[str, Any]] = []
    for frame in frames:
        if not kept or frame["html"] != kept[-1]["html"]:
            kept.append(frame)
    return kept


def _frame(stage: Stage, language: str) -> dict[str, Any]:
    at = stage.world.clock.now()
    seen = stage.app.still()
    picture = seen or {"width": WIDTH, "height": HEIGHT, "html": read_aloud(stage, language)}
    return {"at": at, "seq": stage.world.journal.last, **picture}


def read_aloud(stage: Stage, language: str = "en") -> str:
    """The screen in words: what the page reads, the sheet and the toast. There are no pictures without a browser."""
    app, phone = stage.app, stage.app.phone
    try:
        page, text = (app.page, app.text()) if app.front else ("", "")
    except DriveError:
        page, text = "", ""
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)
    sheet = f'<div class="sheet">{_words(app.sheet)}</div>' if app.sheet else ""
    toast = f'<div class="toast">{escape(phone.toast.title)}</div>' if phone.toast else ""
    head = escape(page or say("sealed.wechat")[language])
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><style>{_STYLE}</style></head>'
        f"<body><small>{say('sealed.in-words')[language]}</small><h1>{head}</h1>{lines}{sheet}{toast}</body></html>"
    )


def _words(sheet: dict[str, Any] | None) -> str:
    """Every text of a sheet's content, in order."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str) and value and not value.startswith(("data:", "#", "http")):
            found.append(value)
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(sheet)
    return "".join(f"<p>{escape(word)}</p>" for word in found[:12])
