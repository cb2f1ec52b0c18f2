"""What a step says to people who see it performed: its own ``says``, or a sentence for its kind."""

import re
from dataclasses import dataclass
from typing import Any

from ..texts import Says, say
from .model import Case, Step

#: What happens behind the scenes is done together with the next step that one can see.
_SILENT = ("check", "when", "asks", "merchant", "backend", "fault", "set")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CALLS = ("addCard", "openCard", "navigateToMiniProgram")
_TIMES = ((86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes"), (1000, "seconds"))


@dataclass(frozen=True)
class Beat:
    """Steps that are performed together: one that can be seen, and before it what cannot."""

    says: Says
    steps: list[Step]

    @property
    def notes(self) -> Says | None:
        """What the presenter reads here."""
        return noted([step.given["notes"] for step in self.steps if "notes" in step.given])


def beats(case: Case) -> list[Beat]:
    """The case as one sees it; what is left over behind the last beat is done with it."""
    made: list[Beat] = []
    waiting: list[Step] = []
    for step in case.steps:
        waiting.append(step)
        if is_seen(step):
            made.append(Beat(caption(step), waiting))
            waiting = []
    if waiting and made:
        made[-1].steps.extend(waiting)
    elif waiting:
        made.append(Beat(in_both(case.says), waiting))
    return made


def noted(texts: list[str]) -> Says | None:
    """In both languages, each on lines of its own."""
    both = [in_both(text) for text in texts if text]
    return {language: "\n".join(one[language] for one in both) for language in ("zh", "en")} if both else None


def is_seen(step: Step) -> bool:
    if step.kind == "expect_call":
        return "user" in step.given or "says" in step.given
    return step.kind not in _SILENT or "says" in step.given


def in_both(text: str) -> Says:
    """``English. / 中文。``, in either order, or one for both."""
    parts = [part.strip() for part in text.split(" / ")]
    chinese = [bool(_HAN.search(part)) for part in parts]
    for cut in range(1, len(parts)):
        if len({*chinese[:cut]}) == len({*chinese[cut:]}) == 1 and chinese[0] != chinese[-1]:
            one, other = " / ".join(parts[:cut]), " / ".join(parts[cut:])
            return {"zh": one, "en": other} if chinese[0] else {"zh": other, "en": one}
    return {"zh": text, "en": text}


def caption(step: Step) -> Says:
    if "says" in step.given:
        return in_both(step.given["says"])
    parts = [_about(step)]
    if step.kind in ("expect_call", "call") and "user" in step.given:
        parts.append(_at_sheet(step.value, step.given["user"]))
    if step.kind == "expect_call":
        parts = parts[1:]
    return {"zh": "".join(one["zh"] for one in parts), "en": " ".join(one["en"] for one in parts)}


def _about(step: Step) -> Says:
    value: Any = step.value
    if step.kind in ("tap", "long_press"):
        text = value if isinstance(value, str) else value.get("text")
        return say(f"play.{step.kind}", text=text) if text else say(f"play.{step.kind}-somewhere")
    if step.kind == "type":
        return say("play.type", text=value)
    if step.kind == "move_clock":
        size, unit = next(((size, unit) for size, unit in _TIMES if value >= size), _TIMES[-1])
        return say(f"play.time.{unit}", count=f"{value / size:g}")
    if step.kind == "call":
        return say(f"play.call.{value}") if value in _CALLS else say("play.call", name=value)
    if step.kind in ("user", "line"):
        return say(f"play.{step.kind}.{value}")
    return say(f"play.{step.kind}")


def _at_sheet(name: str, does: str) -> Says:
    return say(f"play.{does}.{name}" if name in ("addCard", "navigateToMiniProgram") else f"play.user.{does}")
