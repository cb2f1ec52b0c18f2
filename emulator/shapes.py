"""What a file may hold: one description from which both the reading, with its errors, and the JSON Schema come."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .texts import Says, say
from .yamlfile import BadFile, Spot

JsonSchema = dict[str, Any]


#: So like another word is one that was mistyped.
_SLIP = 0.8


class Shape:
    """Reads a value of a file, and says what it may be."""

    says: str = ""

    def read(self, spot: Spot) -> Any:
        """The plain value. Raises BadFile."""
        raise NotImplementedError

    def schema(self) -> JsonSchema:
        raise NotImplementedError

    def described(self) -> JsonSchema:
        return {**self.schema(), "description": self.says} if self.says else self.schema()


#: What people call our words elsewhere.
_SAME = {
    "click": "tap", "press": "tap", "touch": "tap", "wait": "move_clock", "sleep": "move_clock", "delay": "move_clock",
    "input": "type", "fill": "type", "enter": "type", "select": "choose", "pick": "choose", "goto": "open",
    "navigate": "open", "visit": "open", "assert": "check", "verify": "check", "mock": "backend", "stub": "backend",
    "server": "backend", "network": "line", "back": "user", "swipe": "user", "longpress": "long_press",
    "quantity": "stock", "name": "title", "id": "card_id", "body": "data", "code": "status", "delayed": "takes",
    "confirm": "accepts", "ok": "accepts", "accept": "accepts", "cancel": "cancels", "down": "drops", "off": "drops",
    "up": "returns", "on": "returns", "real": "observed", "actual": "observed", "device": "observed",
}  # fmt: skip


def unknown(spot: Spot, word: str, choices: Iterable[str], what: Says) -> BadFile:
    """*word* is none of the *choices*, as *what* says: the nearest right one is named."""
    known = list(choices)
    near = [same] if (same := _SAME.get(word)) in known else difflib.get_close_matches(word, known, 1, 0.5)
    hint = say("file.near", near=near[0]) if near else ""
    return spot.fault(say("file.unknown", what=what, hint=hint, known=", ".join(known)))


_KINDS = {str: "text", bool: "boolean", int: "number", float: "number", type(None): "empty"}


def _kind(spot: Spot) -> Says:
    return say(f"file.kind.{'mapping' if spot.is_map else 'list' if spot.is_list else _KINDS[type(spot.scalar)]}")


def called(what: str) -> str | Says:
    """What a shape is called: the file's own key is the same in both languages."""
    return say(f"file.what.{what.rpartition(' ')[2]}") if " " in what or what == "this" else what


@dataclass(frozen=True)
class Text(Shape):
    says: str = ""
    pattern: str = ""
    like: str = ""

    def read(self, spot: Spot) -> str:
        if spot.is_map or spot.is_list or spot.scalar is None:
            raise spot.fault(say("file.not-text", kind=_kind(spot)))
        value = spot.scalar
        if not isinstance(value, str):
            text = spot.node.value
            shown = self.like if self.like else text
            raise spot.fault(say("file.unquoted", text=text, kind=_kind(spot), shown=shown))
        if not value.strip():
            raise spot.fault(say("file.no-value"))
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise spot.fault(say("file.no-fit", value=value, like=self.like))
        return value

    def schema(self) -> JsonSchema:
        return {"type": "string", "minLength": 1, **({"pattern": f"^({self.pattern})$"} if self.pattern else {})}


@dataclass(frozen=True)
class Number(Shape):
    says: str = ""
    least: int = 0
    most: int = 1 << 53

    def read(self, spot: Spot) -> int:
        if spot.is_map or spot.is_list or type(spot.scalar) is not int:
            raise spot.fault(say("file.not-whole", kind=_kind(spot)))
        if not self.least <= spot.scalar <= self.most:
            raise spot.fault(say("file.range", value=spot.scalar, least=self.least, most=self.most))
        return int(spot.scalar)

    def schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class YesNo(Shape):
    says: str = ""

    def read(self, spot: Spot) -> bool:
        if spot.is_map or spot.is_list or not isinstance(spot.scalar, bool):
            raise spot.fault(say("file.not-yes-no"))
        return spot.scalar

    def schema(self) -> JsonSchema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Shape):
    choices: tuple[str, ...]
    says: str = ""

    def read(self, spot: Spot) -> str:
        word = "" if spot.is_map or spot.is_list else str(spot.node.value)
        if word not in self.choices:
            said = say("file.no-choice", word=word) if word else say("file.one-word", kind=_kind(spot))
            raise unknown(spot, word, self.choices, said)
        return word

    def schema(self) -> JsonSchema:
        return {"enum": list(self.choices)}


@dataclass(frozen=True)
class WordOrNumber(Shape):
    """One of a few words, or a number from 0."""

    words: tuple[str, ...]
    says: str = ""

    def read(self, spot: Spot) -> str | int:
        if not spot.is_map and not spot.is_list and type(spot.scalar) is int and spot.scalar >= 0:
            return spot.scalar
        word = "" if spot.is_map or spot.is_list else str(spot.node.value)
        if word not in self.words:
            raise spot.fault(say("file.word-or-number", words=", ".join(self.words), word=word or _kind(spot)))
        return word

    def schema(self) -> JsonSchema:
        return {"anyOf": [{"enum": list(self.words)}, {"type": "integer", "minimum": 0}]}


_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


@dataclass(frozen=True)
class Duration(Shape):
    """Milliseconds, from 500ms, 8s, 2m, 1h or 30d."""

    says: str = ""

    def read(self, spot: Spot) -> int:
        found = None if spot.is_map or spot.is_list else re.fullmatch(r"(\d{1,9})(ms|s|m|h|d)", str(spot.node.value))
        if found is None:
            shown = "" if spot.is_map or spot.is_list else say("file.no-length", text=spot.node.value)
            raise spot.fault(say("file.length", shown=shown))
        return int(found[1]) * _UNITS[found[2]]

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": "^[0-9]{1,9}(ms|s|m|h|d)$"}


@dataclass(frozen=True)
class Free(Shape):
    """Any value; *check* may refuse texts in it."""

    says: str = ""
    map_only: bool = False
    check: Callable[[str], Says | None] | None = None

    def read(self, spot: Spot) -> Any:
        if self.map_only and not spot.is_map:
            raise spot.fault(say("file.not-mapping", kind=_kind(spot)))
        self._look(spot)
        return spot.value

    def _look(self, spot: Spot) -> None:
        if self.check is None:
            return
        for below in [one for _, _, one in spot.items()] if spot.is_map else spot.elements() if spot.is_list else []:
            self._look(below)
        if not spot.is_map and not spot.is_list and isinstance(spot.scalar, str):
            wrong = self.check(spot.scalar)
            if wrong:
                raise spot.fault(wrong)

    def schema(self) -> JsonSchema:
        return {"type": "object"} if self.map_only else {}


@dataclass(frozen=True)
class ListOf(Shape):
    item: Shape
    says: str = ""
    least: int = 0

    def read(self, spot: Spot) -> list[Any]:
        if not spot.is_list:
            raise spot.fault(say("file.not-list", kind=_kind(spot)))
        if len(spot.node.value) < self.least:
            raise spot.fault(say("file.no-value"))
        return [self.item.read(one) for one in spot.elements()]

    def schema(self) -> JsonSchema:
        return {"type": "array", "items": self.item.described(), **({"minItems": self.least} if self.least else {})}


@dataclass(frozen=True)
class OneOrMore(Shape):
    """A list, or its only item in its place. Always read as a list."""

    item: Shape
    says: str = ""

    def read(self, spot: Spot) -> list[Any]:
        return ListOf(self.item, least=1).read(spot) if spot.is_list else [self.item.read(spot)]

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.item.described(), ListOf(self.item, least=1).schema()]}


@dataclass(frozen=True)
class MapOf(Shape):
    """Names of one's own, each with a value of one shape."""

    item: Shape
    says: str = ""
    key: str = ".+"
    like: str = ""

    def read(self, spot: Spot) -> dict[str, Any]:
        if not spot.is_map:
            raise spot.fault(say("file.not-mapping", kind=_kind(spot)))
        for key, at, _ in spot.items():
            if not re.fullmatch(self.key, key):
                raise at.fault(say("file.no-name", key=key, like=self.like))
        return {key: self.item.read(value) for key, _, value in spot.items()}

    def schema(self) -> JsonSchema:
        return {
            "type": "object", "additionalProperties": self.item.described(),
            "propertyNames": {"pattern": f"^({self.key})$"},
        }  # fmt: skip


@dataclass(frozen=True)
class Keys(Shape):
    """A mapping with certain keys; those in *needed* must be there."""

    keys: dict[str, Shape]
    says: str = ""
    needed: tuple[str, ...] = ()
    what: str = "this"

    def read(self, spot: Spot) -> dict[str, Any]:
        if not spot.is_map:
            raise spot.fault(say("file.not-mapping", kind=_kind(spot)))
        for key, at, _ in spot.items():
            if key not in self.keys:
                raise unknown(at, key, self.keys, say("file.no-key", what=called(self.what), key=key))
        given = {key: value for key, _, value in spot.items()}
        for key in self.needed:
            if key not in given:
                raise spot.fault(say("file.missing", key=key))
        return {key: self.keys[key].read(value) for key, value in given.items()}

    def schema(self) -> JsonSchema:
        properties = {key: shape.described() for key, shape in self.keys.items()}
        needed = {"required": list(self.needed)} if self.needed else {}
        return {"type": "object", "additionalProperties": False, "properties": properties, **needed}


@dataclass(frozen=True)
class Either(Shape):
    """A mapping, or something shorter in its place: which of the two is decided by what stands there."""

    mapping: Shape
    short: Shape
    says: str = ""

    def read(self, spot: Spot) -> Any:
        return (self.mapping if spot.is_map else self.short).read(spot)

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.short.described(), self.mapping.described()]}


@dataclass(frozen=True)
class ByKey(Shape):
    """A mapping of several kinds, told by the one key that only this kind has."""

    kinds: dict[str, Keys]
    what: str
    says: str = ""

    def read(self, spot: Spot) -> dict[str, Any]:
        if not spot.is_map:
            raise spot.fault(say("file.not-mapping-of", what=called(self.what), kind=_kind(spot)))
        keys = [(key, at) for key, at, _ in spot.items()]
        kind = next((key for key, _ in keys if key in self.kinds), None)
        if kind is None:
            word, at = keys[0] if keys else ("", spot)
            raise unknown(at, word, self.kinds, say("file.no-key", what=called(self.what), key=word))
        for key, at in keys:
            meant = difflib.get_close_matches(key, self.kinds, 1, _SLIP)
            if key not in self.kinds and key not in self.kinds[kind].keys and meant:
                has = say("file.no-key", what=called(self.what), key=key)
                near = say("file.near", near=meant[0])
                raise at.fault({one: has[one] + near[one] for one in has})
        return self.kinds[kind].read(spot)

    def schema(self) -> JsonSchema:
        return {"oneOf": [{**one.described(), "required": [kind, *one.needed]} for kind, one in self.kinds.items()]}


@dataclass(frozen=True)
class Named(Shape):
    """A shape that stands in the schema's definitions; *made* may name it again."""

    name: str
    made: Callable[[], Shape]
    says: str = field(default="")

    def read(self, spot: Spot) -> Any:
        return self.made().read(spot)

    def schema(self) -> JsonSchema:
        return {"$ref": f"#/definitions/{self.name}"}
