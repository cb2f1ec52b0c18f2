"""Checks of call parameters, those of calls failing in the words of the real base library."""

from typing import Any
from urllib.parse import urlsplit

from .errors import Cause, WxError

_NAMES = {str: "String", list: "Array", dict: "Object", bool: "Boolean", int: "Number", float: "Number"}
_ABSENT = object()


def type_name(value: Any) -> str:
    """The ``Object.prototype.toString`` name of a JSON value; a missing one is Undefined."""
    if value is _ABSENT:
        return "Undefined"
    return "Null" if value is None else _NAMES[type(value)]


def milliseconds(value: Any, default: int) -> int:
    """A duration as WeChat reads it: what is no positive number is as if it had not been given."""
    fits = type(value) in (int, float) and 0 < value < 1 << 53
    return int(value) if fits else default


def is_address(text: str, schemes: tuple[str, ...] = ("http", "https")) -> bool:
    """Whether a request can be sent there: one of the schemes, a host, and a port that there can be."""
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def check(template: Any, params: Any) -> None:
    """Compare *params* with a template such as ``{"cardList": []}``, as the base library does: recursively, all
    violations joined. Raises WxError with ``parameter error: …``."""
    faults = "".join(_faults(template, params, "parameter"))
    if faults:
        raise WxError(f"parameter error: {faults}", Cause("arguments.wrong", {"faults": faults}))


def _faults(template: Any, value: Any, where: str) -> list[str]:
    if type_name(template) != type_name(value):
        return [f"{where} should be {type_name(template)} instead of {type_name(value)};"]
    if isinstance(template, dict):
        return [
            fault
            for key, inner in template.items()
            for fault in _faults(inner, value.get(key, _ABSENT), f"{where}.{key}")
        ]
    return []
