"""Names of wx calls and pages in a scenario: a slip in one would only be a call that never comes, or is never made."""

import difflib
import re

from ..texts import say
from ..wx import HANDLERS
from ..yamlfile import Spot

#: A row of ``app_saw``.
_TOLD = re.compile(r"(App\.on[A-Z]\w*|[a-zA-Z]\w*\.(success|fail|complete))")
#: A path of somebody's server, perhaps with a method in front.
_PATH = re.compile(r"([A-Z]+ )?/\S*")


def check_calls(case: dict[str, Spot]) -> None:
    """*case*: the parts of one. Raises BadFile."""
    for step in case["steps"].elements():
        parts = _parts(step)
        for key in ("expect_call", "when"):
            if key in parts:
                _call(parts[key], str(parts[key].scalar), paths=key == "when")
        if "answer" in parts and parts["answer"].is_map:
            _words(str(next((parts[key].scalar for key in ("when", "call") if key in parts), "")), parts["answer"])
        if "check" in parts:
            _expected(parts["check"])
    _expected(case["expect"])
    if "orders" in case and "always" in (orders := _parts(case["orders"])):
        _expected(orders["always"])


def _expected(expect: Spot) -> None:
    parts = _parts(expect)
    if "page" in parts and str(parts["page"].scalar).startswith("/"):
        raise parts["page"].fault(say("file.page-slash"))
    for row in parts["app_saw"].elements() if "app_saw" in parts else ():
        for name, at, _ in row.items():
            if not _TOLD.fullmatch(name):
                raise at.fault(say("file.no-callback", name=name))
    for one in parts["app_never_called"].elements() if "app_never_called" in parts else ():
        _call(one, str(one.scalar), paths=True)
    for name, at, _ in parts["app_called"].items() if "app_called" in parts else ():
        _call(at, name, paths=True)


def _call(at: Spot, name: str, *, paths: bool) -> None:
    if name in HANDLERS or (paths and _PATH.fullmatch(name)):
        return
    near = difflib.get_close_matches(name, HANDLERS, 1, 0.8)
    hint = say("file.call-near", near=near[0]) if near else say("file.call-own")
    raise at.fault(say("file.no-call", name=name, hint=hint))


def _words(name: str, answer: Spot) -> None:
    fail = _parts(answer).get("fail")
    if fail is not None and str(fail.scalar).startswith(f"{name}:fail"):
        raise fail.fault(say("file.only-behind", name=name))


def _parts(spot: Spot) -> dict[str, Spot]:
    return {key: value for key, _, value in spot.items()}
