"""What was expected, held against what happened: lists exactly, objects at least, markers for what nobody knows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .texts import Says, say

MISSING = object()

MARKERS = ("$any", "$absent", "$code", "$ticket")
_MATCHES = "$matches "

#: Seconds that one regular expression may take: some would take longer than the universe has stood.
LONGEST_MATCH = 1.0

#: Those that come to an end at once: nothing is repeated, or one thing in an expression that begins at the beginning.
_CALM = re.compile(r"(?:[^*+?{]|\(\?)*|\^[^(|*+?{]*[*+][^(|*+?{]*")


def marker_fault(text: str) -> Says | None:
    """Why this text is no marker although it begins as one."""
    if not text.startswith("$"):
        return None
    if text.startswith(_MATCHES):
        pattern = text.removeprefix(_MATCHES)
        fault = _fault(pattern)
        return say("file.no-expression", pattern=repr(pattern), fault=fault) if fault else None
    return None if text in MARKERS else say("file.no-marker", text=text, markers=", ".join(MARKERS))


def _fault(pattern: str) -> str | None:
    try:
        re.compile(pattern)
        _matches(pattern, "")
    except (re.error, ValueError) as error:
        return str(error)
    return None


def _matches(pattern: str, text: str) -> bool:
    """Raises TimeoutError for one that finds no end, ValueError for one that is none."""
    if _CALM.fullmatch(pattern):
        return re.search(pattern, text) is not None
    # Read only here: it takes a part of the start. Unlike Python's own it can be given a time.
    import regex

    try:
        return regex.search(pattern, text, timeout=LONGEST_MATCH) is not None
    except regex.error as error:
        raise ValueError(str(error)) from None


def marker_fault_in(value: Any) -> Says | None:
    """As :func:`marker_fault`, for all texts in a value."""
    if isinstance(value, str):
        return marker_fault(value)
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((fault for one in below if (fault := marker_fault_in(one))), None)


@dataclass(frozen=True)
class Difference:
    """Where what happened is not what was expected. ``came``: all rows of the list, in short."""

    path: str
    expected: str
    got: str
    came: str = ""

    def __str__(self) -> str:
        came = f"\n    came      {self.came}" if self.came else ""
        return f"{self.path}\n    expected  {self.expected}\n    got       {self.got}{came}"


def compare(expected: Any, got: Any, path: str) -> Difference | None:
    """Lists are exact and in order, objects hold at least what is expected. The first difference, or None."""
    if isinstance(expected, str) and expected.startswith("$"):
        try:
            return None if _fits(expected, got) else Difference(path, expected, shown(got))
        except TimeoutError:
            slow = f"which did not come to an end in {LONGEST_MATCH:g} s: a repeat in a repeat? Write it simpler"
            return Difference(path, f"{expected}, {slow}", shown(got))
    if isinstance(expected, dict):
        if not isinstance(got, dict):
            return Difference(path, shown(expected), shown(got))
        parts = (_below(key, value, got, f"{path}.{key}") for key, value in expected.items())
        return next((one for one in parts if one), None)
    if isinstance(expected, list):
        if not isinstance(got, list):
            return Difference(path, shown(expected), shown(got))
        for index, (one, other) in enumerate(zip(expected, got, strict=False)):
            found = compare(one, other, f"{path}[{index}]")
            if found:
                return found
        if len(expected) < len(got):
            return Difference(f"{path}[{len(expected)}]", "nothing more", shown(got[len(expected)]))
        if len(expected) > len(got):
            return Difference(f"{path}[{len(got)}]", shown(expected[len(got)]), "nothing more")
        return None
    same = type(expected) is type(got) and expected == got
    return None if same else Difference(path, shown(expected), shown(got))


def _below(key: str, expected: Any, got: dict[str, Any], path: str) -> Difference | None:
    """The difference at this key; where it is not there, the keys that are."""
    found = compare(expected, got.get(key, MISSING), path)
    if found and key not in got and got:
        return Difference(found.path, found.expected, f"{shown(MISSING)} beside {', '.join(map(str, got))}")
    return found


def _fits(marker: str, got: Any) -> bool:
    """Raises TimeoutError for a regular expression that finds no end."""
    if marker == "$absent":
        return got is MISSING or got is None
    if got is MISSING:
        return False
    if marker == "$any":
        return True
    if not isinstance(got, str):
        return False
    if marker.startswith(_MATCHES):
        return _matches(marker.removeprefix(_MATCHES), got)
    return len(got) >= (8 if marker == "$code" else 16)


def partings(one: Any, other: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where the two part: each place, and what stands there in either, MISSING in one perhaps."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            yield from partings(one.get(key, MISSING), other.get(key, MISSING), f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from partings(left, right, f"{path}[{index}]")
    elif one != other:
        yield path, one, other


def shown(value: Any) -> str:
    if value is MISSING:
        return "(absent)"
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 600 else f"{text[:600]}…"
