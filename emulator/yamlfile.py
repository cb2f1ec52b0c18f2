"""YAML files that people write, read strictly: strings stay strings, and each value remembers its line and column.

Refused: a key twice (PyYAML lets the last one win), aliases, tags, files that are too large. ``no`` is a text, a date
is a text; only ``true`` and ``false`` are booleans, and numbers look as in JSON.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from .errors import BadInput, BadInputInBoth
from .texts import LANGUAGES, Says, say

MAX_BYTES = 1 << 20
MAX_DEPTH = 60

_LARGEST, _LARGEST_WHOLE = math.inf, float(1 << 63)
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
#: What no text can hold: the end of a C string, halves of characters.
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None, "": None}


class BadFile(BadInputInBoth):
    """``file:line:column  path: what``: one line that a person can act on."""

    def __init__(self, file: Path, line: int, column: int, what: str | Says, path: str = "") -> None:
        both = dict.fromkeys(LANGUAGES, what) if isinstance(what, str) else what
        #: Without file, line and column.
        self.what = {one: f"{path}: {words}" if path else words for one, words in both.items()}
        super().__init__({one: f"{file}:{line}:{column}  {words}" for one, words in self.what.items()})
        self.line, self.column = line, column


@dataclass(frozen=True)
class Spot:
    """A value of the file: where it stands, and the way to it, such as ``cases[2].steps[0].tap``."""

    file: Path
    path: str
    node: Node

    def fault(self, what: str | Says) -> BadFile:
        mark = self.node.start_mark
        return BadFile(self.file, mark.line + 1, mark.column + 1, what, self.path)

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def is_map(self) -> bool:
        return isinstance(self.node, MappingNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, SequenceNode)

    def items(self) -> Iterator[tuple[str, "Spot", "Spot"]]:
        """Key, where the key stands, and the value, of a mapping."""
        for key, value in self.node.value:
            path = f"{self.path}.{key.value}" if self.path else str(key.value)
            yield str(key.value), Spot(self.file, path, key), Spot(self.file, path, value)

    def elements(self) -> list["Spot"]:
        return [Spot(self.file, f"{self.path}[{index}]", node) for index, node in enumerate(self.node.value)]

    @property
    def scalar(self) -> Any:
        """A text, number, boolean or None, as JSON would read it; quoted ones are texts."""
        assert isinstance(self.node, ScalarNode)
        text = str(self.node.value)
        if self.node.style is not None:
            return text
        if text in _WORDS:
            return _WORDS[text]
        return self._number(text) if _NUMBER.fullmatch(text) else text

    def _number(self, text: str) -> float:
        """Raises BadFile for one that neither JSON nor JavaScript could carry."""
        number = float(text)
        if not abs(number) < (_LARGEST if re.search(r"[.eE]", text) else _LARGEST_WHOLE):
            raise self.fault(say("file.too-large-number"))
        return number if re.search(r"[.eE]", text) else int(text)

    @property
    def value(self) -> Any:
        """The plain value with all below it."""
        if self.is_map:
            return {key: value.value for key, _, value in self.items()}
        return [one.value for one in self.elements()] if self.is_list else self.scalar


def read_yaml(file: Path, what: str = "file") -> Spot:
    """The file's one document, a mapping. Raises BadInput for what cannot be read."""
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadInputInBoth(say("file.too-big", file=file, most=MAX_BYTES // 1024))
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadInputInBoth(say("file.not-there", file=file, what=_kind_of(what))) from None
    except UnicodeDecodeError as error:
        raise BadInputInBoth(say("file.not-utf8", file=file, byte=error.start)) from None
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    return parse_yaml(text, file, what)


def _kind_of(what: str) -> Says:
    return say(f"file.kind-of.{what}")


def parse_yaml(text: str, file: Path, what: str = "file") -> Spot:
    """As :func:`read_yaml`, from a text; *file* names it in errors."""
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is not None:
            _check(Spot(file, "", node))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise BadFile(file, line, column, _words(error, text)) from None
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, error.position - before.rfind("\n")
        raise BadFile(file, line, column, say("file.no-character", code=f"{error.character:04X}")) from None
    except RecursionError:
        raise BadInputInBoth(say("file.deep", file=file)) from None
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(node, MappingNode):
        raise BadInputInBoth(say("file.no-mapping-at-all", file=file, what=_kind_of(what)))
    return Spot(file, "", node)


def placed(error: BadInput, file: Path) -> BadInput:
    """*error* with the place in *file* of what its text begins with, such as ``user.owns: …`` or ``projects[1]: …``; as
    it is where the file has no such thing."""
    if isinstance(error, BadFile) or not file.is_file():
        return error
    top = read_yaml(file)
    spot, rest = named(top, str(error).removeprefix(f"{file}: "))
    return spot.fault(rest) if spot.path else error


def named(spot: Spot, text: str) -> tuple[Spot, str]:
    """As far below *spot* as the beginning of *text* leads, and the rest of the text."""
    while found := _below(spot, text):
        spot, text = found
    return spot, text


def _below(spot: Spot, text: str) -> tuple[Spot, str] | None:
    """What *text* names first below *spot*, and the rest of it; the longest key that fits, for hosts have dots."""
    if spot.is_list:
        index = re.match(r"\[(\d+)\]", text)
        return (spot.elements()[int(index[1])], text[index.end() :].lstrip(".: ")) if index else None
    items = [(key, value) for key, _, value in spot.items()] if spot.is_map else []
    fitting = [one for one in items if re.match(rf"{re.escape(one[0])}(\.|: |\[| )", text)]
    if not fitting:
        return None
    key, value = max(fitting, key=lambda one: len(one[0]))
    return value, text[len(key) :].lstrip(".: ")


class _Loader(yaml.SafeLoader):
    """Composes nodes and nothing more; an alias or a tag ends it."""

    def compose_node(self, parent: Node | None, index: Any) -> Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's own
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(say("file.alias"), event.start_mark)
        if getattr(event, "tag", None):
            raise _Refused(say("file.tag", tag=event.tag), event.start_mark)
        return super().compose_node(parent, index)


class _Refused(yaml.MarkedYAMLError):
    """YAML has it, our files do not."""

    def __init__(self, says: Says, mark: Any) -> None:
        super().__init__(problem=says["en"], problem_mark=mark)
        self.says = says


def _check(spot: Spot, depth: int = 0) -> None:
    if depth > MAX_DEPTH:
        raise spot.fault(say("file.too-deep"))
    if spot.is_map:
        seen: set[str] = set()
        for key, value in spot.node.value:
            where = Spot(spot.file, f"{spot.path}.{key.value}" if spot.path else str(key.value), key)
            if not isinstance(key, ScalarNode):
                raise Spot(spot.file, spot.path, key).fault(say("file.key-not-text"))
            if key.value in seen:
                row = "-in-row" if spot.path.endswith("]") else ""
                raise where.fault(say(f"file.key-twice{row}", key=key.value))
            if key.value == "<<" and key.style is None:
                raise where.fault(say("file.merge-key"))
            seen.add(key.value)
            _check(Spot(spot.file, where.path, value), depth + 1)
    elif spot.is_list:
        for one in spot.elements():
            _check(one, depth + 1)
    elif found := _NO_CHARACTER.search(spot.node.value):
        raise spot.fault(say("file.no-character", code=f"{ord(found[0]):04X}"))


#: Between brackets.
_COMMENT = re.compile(r"[{\[][^#]*\s#")


def _words(error: yaml.MarkedYAMLError, text: str) -> str | Says:
    """YAML's own words where they help, else what people do wrong when YAML says so."""
    if isinstance(error, _Refused):
        return error.says
    problem = str(error.problem or error.context or "this is not YAML")
    at, since = error.problem_mark, error.context_mark
    if at and any(_COMMENT.search(row) for row in text.split("\n")[max(0, at.line - 2) : at.line]):
        return say("file.hash", problem=problem)
    if at and since and "<block end>" in problem:
        begins = say("file.column", column=since.column + 1, line=since.line + 1)
        if at.column == since.column:
            return say("file.as-rows", begins=begins)
        above = next(row for row in reversed(text.split("\n")[: at.line]) if row.strip())
        last = len(above) - len(above.lstrip()) + 1
        like = say("file.column-above", column=last, begins=begins) if last != since.column + 1 else begins
        return say("file.indent", column=at.column + 1, like=like)
    if "found character '\\t'" in problem:
        return say("file.tab")
    if "mapping values are not allowed" in problem:
        return say("file.colon")
    if "expected ',' or '}'" in problem or "expected ',' or ']'" in problem:
        return say("file.brackets", problem=problem)
    return problem
