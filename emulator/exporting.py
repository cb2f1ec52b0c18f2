"""A whole world as one JSON file, to be handed on, read, or taken in again."""

from typing import Any

import msgspec

from .errors import BadInput
from .redaction import Redaction, secrets_of
from .saving import NAMES, dump, load
from .store import FORMAT
from .world import World

KIND = "wxemu world"

#: Table → its records as (key, value), in the order made.
Tables = dict[str, list[tuple[Any, Any]]]


class Export(msgspec.Struct, forbid_unknown_fields=True):
    """``format`` is that of the state file; ``secrets``: they are still in it."""

    kind: str
    format: int
    secrets: bool
    tables: Tables


def export_world(world: World, with_secrets: bool = False) -> Export:
    """Everything that a state file would hold. Without secrets no seed either, from which they could be drawn again,
    and no addresses to push to."""
    return _export(dump(world), world, with_secrets)


def export_file(records: dict[str, dict[str, bytes]], with_secrets: bool = False) -> Export:
    """The same from the records of a state file. Raises ValueError if they are damaged."""
    world = World()
    load(world, records)
    return _export(records, world, with_secrets)


def read_export(text: bytes) -> dict[str, dict[str, bytes]]:
    """The records as a state file keeps them. Raises BadInput."""
    try:
        export = msgspec.json.decode(text, type=Export)
    except msgspec.MsgspecError as error:
        raise BadInput(f"this is no export of wxemu: {error}") from None
    if export.kind != KIND:
        raise BadInput(f"this is no export of wxemu: kind is {export.kind!r}, not {KIND!r}")
    if export.format != FORMAT:
        raise BadInput(f"this was exported by another version of wxemu (form {export.format}, not {FORMAT})")
    if unknown := sorted(export.tables.keys() - set(NAMES)):
        raise BadInput(f"there is no table {unknown[0]!r}; there are {', '.join(NAMES)}")
    tables = {
        name: {
            key if name == "part" else msgspec.json.encode(key).decode(): msgspec.json.encode(value)
            for key, value in export.tables.get(name, [])
        }
        for name in NAMES
    }
    try:
        load(World(), tables)
    except (msgspec.MsgspecError, LookupError, TypeError, ValueError, BadInput) as error:
        raise BadInput(f"a record in it cannot be read: {error}") from None
    return tables


def _export(records: dict[str, dict[str, bytes]], world: World, with_secrets: bool) -> Export:
    tables: Tables = {
        name: [(key if name == "part" else msgspec.json.decode(key), msgspec.json.decode(value)) for key, value in rows]
        for name, rows in ((name, rows.items()) for name, rows in records.items())
    }
    return Export(KIND, FORMAT, with_secrets, tables if with_secrets else _redacted(tables, world))


def _redacted(tables: Tables, world: World) -> Tables:
    parts = dict(tables["part"])
    parts["seed"] = [0, parts["seed"][1]]
    parts["accounts"] = [{**account, "push": None} for account in parts["accounts"]]
    tables = {**tables, "part": list(parts.items())}
    redaction = Redaction(secrets_of(world))
    redaction.learn(tables)
    clean: Tables = redaction.redact(tables)
    return clean
