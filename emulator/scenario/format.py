"""What a ``*.scenario.yaml`` may hold. ``python -m emulator.scenario`` makes the JSON Schema from this."""

import json
from typing import Any

from ..backend import METHODS
from ..launch import SCENES
from ..matching import marker_fault
from ..shapes import (
    ByKey,
    Choice,
    Duration,
    Either,
    Free,
    Keys,
    ListOf,
    MapOf,
    Named,
    Number,
    Shape,
    Text,
    WordOrNumber,
    YesNo,
)
from ..worldshape import BACKEND, CARRIES, WORLD

FORMAT = "wxemu-scenario/1"

EXPECTED = Free(check=marker_fault)
_FIELDS = Free("What it holds at least.", map_only=True, check=marker_fault)
_NAME = Text("Letters, digits and dashes.", r"[a-z0-9][a-z0-9-]*", "user-cancels")

_WHAT: dict[str, Shape] = {
    "selector": Text("A CSS selector."),
    "text": Text("What one reads there."),
    "near": Text("What one reads beside it, where several read the same."),
    "nth": Number("Which one of several, from 1.", least=1),
}


def _expect() -> Shape:
    return EXPECT


_TARGET = Either(Keys(_WHAT, what="a place on the page"), Text("What one reads there."))

_FIELD = Either(Keys(_WHAT, what="a field"), Text("Selector of the field, picker, slider or swiper."))

_ANSWER = Either(
    Keys(
        {
            "fail": Text("WeChat's words after `addCard:fail `."),
            "partly": ListOf(Text(), "Only these cards (by name or id) are added; the others have isSuccess false."),
            "lost": YesNo("The answer never arrives."),
        },
        what="an answer",
    ),
    Choice(("from_rules",), "As the built-in rules decide, from the world."),
    "What WeChat answers, whatever its rules say.",
)
_USER_AT_SHEET = Choice(("accepts", "cancels"), "What the user does at the sheet that opens.")
_ORDERED: dict[str, Shape] = {
    "answer": _ANSWER,
    "user": _USER_AT_SHEET,
    "takes": Duration("How long the answer needs. What happens happens at once."),
}

USER_DOES = (
    "accepts", "cancels", "submits_form", "comes_back", "swipes_back", "closes_app", "kills_app", "goes_home",
    "pulls_down", "returns", "opens_card", "deletes_card", "gives_card", "opens_wallet", "activates_card",
    "scans", "claims",
)  # fmt: skip

STEPS: dict[str, Keys] = {
    "open": Keys(
        {
            "open": Text("A page of the app with its query, such as pages/home/home?id=1; / is its first page."),
            "scene": Number("How it is entered; 1001 unless said.", SCENES.start, SCENES.stop - 1),
            "referrer": Free("referrerInfo: {appId, extraData}.", map_only=True),
        },
        "The app is opened at a page.", what="open",
    ),
    "tap": Keys(
        {"tap": _TARGET, "disabled": YesNo("What is tapped is disabled, and the tap does nothing.")},
        "The user taps.", what="tap",
    ),
    "long_press": Keys({"long_press": _TARGET}, "The user presses, and holds on.", what="long_press"),
    "scroll": Keys(
        {"scroll": WordOrNumber(("top", "bottom"), "To an end, or so many px down."),
         "in": Text("Selector of a scroll-view; without it the page.")},
        "The user scrolls.", what="scroll",
    ),
    "type": Keys({"type": Text("What is typed."), "into": _FIELD}, "", ("into",), "type"),
    "choose": Keys(
        {"choose": Free("As its change event would carry it; of a swiper the number of the slide, from 0."),
         "in": _FIELD},
        "", ("in",), "choose",
    ),
    "expect_call": Keys(
        {"expect_call": Text("A wx name."), "with": _FIELDS, "user": _USER_AT_SHEET},
        "By now the app has made this call (since the last one that was expected).", what="expect_call",
    ),
    "call": Keys(
        {"call": Text("A wx name."), "with": Free("Its arguments; `cards` are signed for you.", map_only=True),
         **_ORDERED},
        "The app's part is played here.", what="call",
    ),
    "when": Keys(
        {"when": Text("A wx name, or a path of the merchant's API."),
         "with": Free("Only a call with exactly these among its arguments.", map_only=True),
         "times": Number(least=1), **_ORDERED},
        "Orders what becomes of the next such call.", what="when",
    ),
    "user": Keys(
        {"user": Choice(USER_DOES), "card": Text("Name or id of a card."),
         "with": Free("Values of the form by field id; at a sheet: more of the answer.", map_only=True)},
        "The user does something outside the app.", what="user",
    ),
    "line": Keys({"line": Choice(("drops", "returns"))}, "The line between phone and WeChat.", what="line"),
    "move_clock": Keys({"move_clock": Duration()}, "Time passes; nobody waits.", what="move_clock"),
    "asks": Keys(
        {"asks": Text("What wx.canIUse is asked."), "gets": YesNo()}, "The app asks wx.canIUse.", ("gets",), "asks"
    ),
    "merchant": Keys(
        {"merchant": Keys({"replies": ListOf(Free())}, "", ("replies",), "merchant")},
        "What the merchant's server answers to the next events.", what="merchant",
    ),
    "backend": Keys({"backend": BACKEND}, "What the app's own requests are answered from now on.", what="backend"),
    "api": Keys(
        {"api": Text("A path of WeChat's server API.", r"/[\w/.-]+", "/card/code/consume"),
         "with": Free("Its body; `card` stands for card_id and code.", map_only=True), "gets": _FIELDS},
        "The merchant's server asks WeChat.", what="api",
    ),
    "event": Keys(
        {"event": Text("Name of an event, or of what befalls the phone, such as memoryWarning."),
         "set": Free("Its fields.", map_only=True)},
        "An event comes without anybody doing anything.", what="event",
    ),
    "fault": Keys({"fault": Text("Id of a fault.")}, "Something goes wrong once.", what="fault"),
    "set": Keys(
        {"set": Keys({"phone": WORLD.keys["phone"], "switches": WORLD.keys["switches"]}, what="set")},
        "The phone's settings or the switches change.", what="set",
    ),
    "check": Keys({"check": Named("expect", _expect)}, "What must be true at this point.", what="check"),
}  # fmt: skip

_NOTES = Text("What only the presenter reads, in a window of their own.")

#: A step may say in words what happens, which `wxemu play` shows, and what the presenter should remember there.
for _shape in STEPS.values():
    _shape.keys["says"] = Text("What happens here, in one sentence for people.")
    _shape.keys["notes"] = _NOTES

_ONE_KEY = MapOf(_FIELDS, "One key, such as addCard.fail.", r"[A-Za-z][\w.]*", "addCard.fail")

_CALLED = r"[a-z]\w*|[A-Z]+ /\S*"

REQUEST = Keys(
    {
        "url": Text("Its address, or path on any host; `*` stands for anything.", r"(https?://|/|\*)\S*", "/login"),
        "method": Choice(METHODS),
        "with": CARRIES,
        "header": Free("Headers it has at least.", map_only=True, check=marker_fault),
    },
    "", ("url",), "a request",
)  # fmt: skip

EXPECT_KEYS: dict[str, Shape] = {
    "app_saw": ListOf(_ONE_KEY, "All that the app was told of card calls, jumps and its own life, in order."),
    "page": Text("Path of the page in sight.", r"[\w/.-]+", "pages/home/home"),
    "page_data": Free("What the page's data hold at least.", map_only=True, check=marker_fault),
    "page_shows": ListOf(Text(), "Each is read on the page."),
    "page_lacks": ListOf(Text(), "None is read on the page."),
    "front": Text("App id of the mini-program in sight."),
    "sheet": EXPECTED,
    "toast": EXPECTED,
    "merchant_received": ListOf(_ONE_KEY, "All events that the merchant's server got, in order."),
    "backend_received": ListOf(REQUEST, "All requests that the app has made of its own servers, in order."),
    "wallet": MapOf(
        Either(_FIELDS, Number()),
        "How many of each card (name, id or title) the user has, or its newest holds; {}: no card at all.",
    ),
    "cause": Text("Why: the newest cause in the journal.", r"(\$absent|[a-z]+([.-][a-z-]+)+)", "stock.empty"),
    "app_errors": ListOf(EXPECTED, "Exceptions of the app, in order; without this none may have been thrown."),
    "each_call_answered": Choice(("exactly_once",)),
    "app_never_called": ListOf(Text()),
    "app_called": MapOf(
        Number(), "How often, by wx name; a request of the app by method and path.", _CALLED, "POST /api/decode"
    ),
    "same_app_view_as": _NAME,
}

EXPECT: Keys = Keys(EXPECT_KEYS, "What must be true.", what="expect")

CASE = Keys(
    {
        "case": _NAME,
        "says": Text("One sentence that a shop manager understands."),
        "notes": _NOTES,
        "tags": ListOf(_NAME),
        "world": WORLD,
        "steps": ListOf(ByKey(STEPS, "a step"), least=1),
        "expect": Named("expect", _expect),
        "orders": Keys(
            {
                "always": Named("expect", _expect, "What must be true at the end in any order."),
                "may_repeat": ListOf(Text(pattern=_CALLED, like="POST /api/decode"),
                                     "Calls that the app may make twice without harm."),
                "known": ListOf(Text(), "Parts of the sentences that tell of breaks known already: others are sought."),
            },
            "For wxemu test --orders.", what="orders",
        ),
    },
    "", ("case", "says", "steps", "expect"), "a case",
)  # fmt: skip

FILE = Keys(
    {
        "format": Choice((FORMAT,), "The version of this format."),
        "title": Text("What the file is about."),
        "tags": ListOf(_NAME),
        "app": Text(
            "Folder of the mini-program, from this file's, or `wxemu:coffee`, the bundled one; without it the steps "
            "play the app themselves."
        ),
        "world": WORLD,
        "cases": ListOf(CASE, least=1),
    },
    "", ("format", "title", "cases"), "a scenario file",
)  # fmt: skip


def json_schema() -> str:
    """For editors: ``# yaml-language-server: $schema=…``."""
    more = {"definitions": {"expect": EXPECT.described()}}
    return _schema("urn:wxemu:scenario:1", "wxemu scenario, format 1", FILE.described() | more)


def world_schema() -> str:
    """The same for world files."""
    return _schema("urn:wxemu:world:1", "wxemu world", WORLD.described())


def _schema(id_: str, title: str, described: dict[str, Any]) -> str:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": id_, "title": title, **described}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
