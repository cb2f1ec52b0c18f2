"""Rules that bend normal behaviour for the calls they match."""

from dataclasses import dataclass, field
from typing import Any

from .errors import BadInput


@dataclass(frozen=True)
class Outcome:
    """What becomes of one call. The default outcome is the normal behaviour.

    ``error`` replaces the result; ``answer`` is what the user does at the next sheet; ``delay`` (milliseconds) holds
    the reply back; ``lost`` drops it. Neither of the last two changes when the state moves.
    """

    error: str | None = None
    answer: dict[str, Any] | None = None
    delay: int = 0
    lost: bool = False

    def to_json(self) -> dict[str, Any]:
        fields = {"error": self.error, "answer": self.answer, "delay": self.delay, "lost": self.lost}
        return {key: value for key, value in fields.items() if value not in (None, 0, False)}


@dataclass
class Rule:
    """*outcome* for calls named *on* (``*`` is any, ``/card/*`` all paths below it) whose params hold *where*, at most
    *times* times."""

    id: str
    on: str
    outcome: Outcome
    where: dict[str, Any] = field(default_factory=dict)
    times: int | None = None

    def matches(self, name: str, params: dict[str, Any]) -> bool:
        return (
            self._names(name) and self.times != 0 and all(params.get(key) == value for key, value in self.where.items())
        )

    def _names(self, name: str) -> bool:
        return name.startswith(self.on[:-1]) if self.on.endswith("*") else self.on == name

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "on": self.on,
            "times": self.times,
            "where": self.where,
            "outcome": self.outcome.to_json(),
        }


class Rules:
    """The rules of one world; the first that matches decides, and a spent one is gone."""

    def __init__(self) -> None:
        self.all: list[Rule] = []
        self.made = 0

    def add(self, on: str, outcome: Outcome, where: dict[str, Any] | None = None, times: int | None = None) -> Rule:
        self.made += 1
        rule = Rule(f"r{self.made}", on, outcome, where or {}, times)
        self.all.append(rule)
        return rule

    def decide(self, name: str, params: dict[str, Any]) -> tuple[Rule | None, Outcome]:
        """The rule for this call, its use counted, and its outcome."""
        for rule in self.all:
            if rule.matches(name, params):
                if rule.times is not None:
                    rule.times -= 1
                    if rule.times == 0:
                        self.all.remove(rule)
                return rule, rule.outcome
        return None, Outcome()

    def remove(self, id_: str) -> None:
        """Raises BadInput if there is no such rule."""
        kept = [rule for rule in self.all if rule.id != id_]
        if len(kept) == len(self.all):
            raise BadInput(f"there is no rule {id_!r}")
        self.all = kept


def outcome_from(value: Any) -> Outcome:
    """An outcome from its JSON. Raises BadInput naming what is wrong."""
    if not isinstance(value, dict):
        raise BadInput("outcome must be an object with error, answer, delay or lost")
    wanted: dict[str, tuple[type, str]] = {
        "error": (str, "a text"),
        "answer": (dict, 'an object such as {"action": "confirm"}'),
        "delay": (int, "a number of milliseconds"),
        "lost": (bool, "true or false"),
    }
    for key, item in value.items():
        if key not in wanted:
            raise BadInput(f"outcome has no {key!r}; it has {', '.join(wanted)}")
        kind, words = wanted[key]
        if type(item) is not kind or (isinstance(item, int) and not 0 <= item < 1 << 53):
            raise BadInput(f"outcome.{key} must be {words}")
    if "answer" in value and value["answer"].get("action") not in ("confirm", "cancel"):
        raise BadInput("outcome.answer needs the action confirm or cancel")
    return Outcome(**value)
