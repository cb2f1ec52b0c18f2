"""A case as a file of its own, such as ``wxemu test`` reads."""

import os
from pathlib import Path
from typing import Any

import yaml

from ..worldfile import read_world
from .format import FORMAT
from .model import Case

_LENGTHS = ("takes", "move_clock")
#: Nobody's words but the app's and the merchant's.
_GIVEN = ("with", "data", "gets", "set", "header")


def written(case: Case, title: str, to: Path, remarks: list[str]) -> str:
    """The text of a scenario file that will stand at *to* and holds *case*; *remarks* head it."""
    data: dict[str, Any] = {"format": FORMAT, "title": title}
    if case.app is not None:
        data["app"] = Path(os.path.relpath(case.app, to.parent.resolve())).as_posix()
    notes = {"notes": case.notes} if case.notes else {}
    row = {"case": case.name, "says": case.says, **notes, "steps": [_step(step.given) for step in case.steps]}
    data["world"] = _world(case)
    data["cases"] = [{**row, "expect": case.expect}]
    head = "".join(f"# {line}\n" for remark in remarks for line in remark.splitlines())
    return head + as_text(data)


class _Dumper(yaml.SafeDumper):
    """Our reader takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _world(case: Case) -> dict[str, Any]:
    """What the case says beyond the app's own world.yaml."""
    own = case.app / "world.yaml" if case.app else None
    if own is None or not own.is_file():
        return case.world
    known = read_world(own)
    return {key: value for key, value in case.world.items() if known.get(key) != value}


def whole(case: Case, title: str) -> dict[str, Any]:
    """The data of a scenario file that needs no other file: the case with its whole world, and without its app."""
    # What the presenter noted is for nobody else.
    steps = [_lengths({key: one for key, one in step.given.items() if key != "notes"}) for step in case.steps]
    expect = {key: value for key, value in case.expect.items() if key != "same_app_view_as"}
    row = {"case": case.name, "says": case.says, "steps": steps, "expect": _lengths(expect)}
    return {"format": FORMAT, "title": title, "world": _lengths(case.world), "cases": [row]}


def as_text(data: dict[str, Any]) -> str:
    """As our own reader takes it."""
    return yaml.dump({key: value for key, value in data.items() if value != {}}, Dumper=_Dumper,
                     allow_unicode=True, sort_keys=False, default_flow_style=None, width=118)  # fmt: skip


def _lengths(value: Any) -> Any:
    """Lengths of time, read as milliseconds, as texts again; what the app is given stays as it is."""
    if isinstance(value, dict):
        return {
            key: _length(one) if key in _LENGTHS and type(one) is int else one if key in _GIVEN else _lengths(one)
            for key, one in value.items()
        }
    return [_lengths(one) for one in value] if isinstance(value, list) else value


def _step(given: dict[str, Any]) -> dict[str, Any]:
    """Lengths of time are read as milliseconds and written as text."""
    return {key: _length(value) if key in _LENGTHS else value for key, value in given.items()}


def _length(ms: int) -> str:
    return f"{ms // 1000}s" if ms % 1000 == 0 else f"{ms}ms"
