"""A scenario file, read and checked."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..compiler import Bundle
from ..errors import BadInput, BadInputInBoth
from ..merchantwords import OF_A_CARD, cards_in
from ..replyfiles import carry_files
from ..sealed.parcel import App, harmless, read_parcel
from ..shapes import unknown
from ..shipped import COFFEE, bundled
from ..texts import say
from ..worldfile import WORLD_FILE, read_world
from ..yamlfile import BadFile, Spot, named, parse_yaml, read_yaml
from .callnames import check_calls
from .format import FILE, STEPS

SUFFIX = ".scenario.yaml"

#: How the names of sealed sessions end.
SEALED = (".html", ".htm")


@dataclass(frozen=True)
class Step:
    """``kind`` is its key, such as ``tap``; ``given`` all its keys."""

    kind: str
    given: dict[str, Any]
    line: int

    @property
    def value(self) -> Any:
        return self.given[self.kind]


@dataclass(frozen=True)
class Case:
    """``world`` is the file's with the case's own merged in."""

    name: str
    says: str
    world: dict[str, Any]
    steps: list[Step]
    expect: dict[str, Any]
    line: int
    file: Path
    app: Path | None
    tags: tuple[str, ...] = ()
    #: The mini-programs of a sealed session, the one in front first.
    packed: tuple[App, ...] = ()
    #: ``always`` and ``may_repeat``, for ``--orders``.
    orders: dict[str, Any] = field(default_factory=dict)
    #: For the presenter alone.
    notes: str = ""
    #: Where each of the expectations stands.
    lines: dict[str, int] = field(default_factory=dict)
    #: Its projects, as they were when one of the file's cases first needed them.
    bundles: dict[Path, Bundle] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Scenario:
    file: Path
    title: str
    cases: list[Case] = field(default_factory=list)

    def case(self, name: str) -> Case:
        """Raises BadInput if there is none of that name."""
        for case in self.cases:
            if case.name == name:
                return case
        raise BadInput(f"{self.file}: there is no case {name!r}")


def load(file: Path, root: Path | None = None, text: str | None = None) -> Scenario:
    """Read a file (or *text* in its place); ``app`` and what replies name must lie in *root* (the working directory).
    Raises BadInput with one line."""
    packed: tuple[App, ...] = ()
    if file.suffix.lower() in SEALED:
        parcel = read_parcel(file)
        text, packed = parcel.scenario, parcel.apps
    spot = read_yaml(file, "scenario") if text is None else parse_yaml(text, file, "scenario")
    data = FILE.read(spot)
    carry_files(spot, data, None if file.suffix.lower() in SEALED else root or Path.cwd())
    top = {key: value for key, _, value in spot.items()}
    app = _app(top["app"], data["app"], file, root or Path.cwd()) if "app" in data else None
    own = app / WORLD_FILE if app else None
    base = read_world(own) if own and own.is_file() else {}
    world = merged(base, data.get("world", {}))
    scenario = Scenario(file, data["title"])
    rows = top["cases"].elements()
    if "world" in top and world.get("cards"):
        _check_replies(top["world"], world["cards"])
    bundles: dict[Path, Bundle] = {}
    for row, where in zip(data["cases"], rows, strict=True):
        scenario.cases.append(replace(_case(row, where, world, data, file, app), bundles=bundles))
    _check_names(scenario, rows)
    return _unsealed(scenario, packed) if file.suffix.lower() in SEALED else scenario


def located(error: BadInput, case: Case) -> BadInput:
    """*error*, met when the case's world was built, with the place of what it speaks of: in the case's own world, the
    file's, or that of its project."""
    if isinstance(error, BadFile) or case.file.suffix.lower() in SEALED:
        return error
    top = {key: value for key, _, value in read_yaml(case.file).items()}
    parts = [{key: value for key, _, value in one.items()} for one in top["cases"].elements()]
    own = next((one for one in parts if one["case"].value == case.name), {})
    worlds = [one["world"] for one in (own, top) if "world" in one]
    project = case.app / WORLD_FILE if case.app else None
    worlds += [read_yaml(project)] if project and project.is_file() else []
    found = [(spot, rest) for spot, rest in (named(world, str(error)) for world in worlds) if rest != str(error)]
    if not found:
        return BadInput(f"{case.file}:{case.line}  {error}")
    spot, rest = min(found, key=lambda one: len(one[1]))
    return spot.fault(rest)


def _unsealed(scenario: Scenario, packed: tuple[App, ...]) -> Scenario:
    """A stranger's file: it reaches nothing but what came with it."""
    if any(case.app is not None for case in scenario.cases):
        raise BadInput(f"{scenario.file}: its scenario names a folder; a sealed session holds its app itself")
    cases = [replace(case, packed=packed, world=harmless(case.world)) for case in scenario.cases]
    return replace(scenario, cases=cases)


def merged(base: Any, over: Any) -> Any:
    """Mappings are merged; lists and all else are replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: merged(base.get(key), value) for key, value in over.items()}}
    return over


def find(paths: list[Path]) -> list[Path]:
    """The scenario files at and below these paths, in order. Raises BadInput for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.rglob(f"*{SUFFIX}") if "node_modules" not in one.parts)
        elif path.is_file():
            found.append(path)
        else:
            raise BadInputInBoth(say("file.nothing-there", path=path))
    return list(dict.fromkeys(found))


def _app(spot: Spot, path: str, file: Path, root: Path) -> Path:
    if path == COFFEE:
        return bundled("apps/coffee")
    folder = (file.parent / path).resolve()
    if not folder.is_relative_to(root.resolve()):
        raise spot.fault(say("file.app-leads-out", path=path, root=root))
    if not folder.is_dir():
        raise spot.fault(say("file.no-folder", path=folder))
    return folder


def _case(
    row: dict[str, Any], spot: Spot, world: dict[str, Any], data: dict[str, Any], file: Path, app: Path | None
) -> Case:
    parts = {key: value for key, _, value in spot.items()}
    steps = []
    for given, where in zip(row["steps"], parts["steps"].elements(), strict=True):
        kind = next(key for key, _, _ in where.items() if key in STEPS)
        steps.append(Step(kind, given, where.line))
    tags = (*data.get("tags", ()), *row.get("tags", ()))
    own = merged(world, row.get("world", {}))
    _check_cards(spot, parts, own)
    check_calls(parts)
    orders = row.get("orders", {})
    expect = merged(orders.get("always", {}), row["expect"])
    notes = row.get("notes", "")
    lines = {key: where.line for key, where, _ in parts["expect"].items()}
    return Case(
        row["case"], row["says"], own, steps, expect, spot.line, file, app, tags,
        orders=orders, notes=notes, lines=lines,
    )  # fmt: skip


def _check_cards(spot: Spot, parts: dict[str, Spot], world: dict[str, Any]) -> None:
    """Short names of cards must be known where nothing else could be meant."""
    cards = world.get("cards", {})
    for name in world.get("user", {}).get("owns", []):
        if name not in cards:
            raise unknown(parts.get("world", spot), name, cards, say("file.owns-no-card", name=name))
    if not cards:
        return
    for where in [*([parts["world"]] if "world" in parts else []), *parts["steps"].elements()]:
        _check_replies(where, cards)
    for step in parts["steps"].elements():
        given = {key: value for key, _, value in step.items()}
        named = []
        if "call" in given and given.get("with") and given["with"].is_map:
            named = [one for key, _, one in given["with"].items() if key == "cards" and one.is_list]
        for one in [name for group in named for name in group.elements()]:
            if isinstance(one.value, str) and one.value not in cards:
                raise unknown(one, one.value, cards, say("file.no-card", name=one.value))


def _check_replies(spot: Spot, cards: dict[str, Any]) -> None:
    """The cards that replies of a backend name, in a world or a step."""
    for rows in [rows for key, _, backend in spot.items() if key == "backend" for _, _, rows in backend.items()]:
        for row in rows.elements() if rows.is_list else [rows]:
            for one in [value for key, _, value in row.items() if key == "data"]:
                _check_data(one, cards)


def _check_data(spot: Spot, cards: dict[str, Any]) -> None:
    below = [one for _, _, one in spot.items()] if spot.is_map else spot.elements() if spot.is_list else []
    for one in below:
        _check_data(one, cards)
    known = {*cards, *(value for row in cards.values() for value in (row.get("card_id"), row.get("title")) if value)}
    named = [(one, one.value) for key, _, one in spot.items() if key in OF_A_CARD] if spot.is_map else []
    if not spot.is_map and not spot.is_list:
        named = [(spot, name) for name in cards_in(spot.value)]
    for where, name in named:
        if name not in known:
            raise unknown(where, str(name), cards, say("file.no-card", name=name))


def _check_names(scenario: Scenario, rows: list[Spot]) -> None:
    names = [case.name for case in scenario.cases]
    for index, (case, spot) in enumerate(zip(scenario.cases, rows, strict=True)):
        parts = {key: value for key, _, value in spot.items()}
        if case.name in names[:index]:
            raise parts["case"].fault(say("file.same-case", name=case.name))
        twin = case.expect.get("same_app_view_as")
        if twin is not None and (twin not in names or twin == case.name):
            where = next(value for key, _, value in parts["expect"].items() if key == "same_app_view_as")
            others = [name for name in names if name != case.name]
            raise unknown(where, twin, others, say("file.no-twin", name=twin))
