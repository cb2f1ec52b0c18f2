"""The state file: a world in SQLite, so that a process that is killed loses nothing it has told anybody.

The edge commits before anything goes out: an answer, a message to a page, a push. Only records that have changed are
written, so a commit costs the same in a world of any size.
"""

import contextlib
import secrets
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from . import __version__
from .errors import BadInput
from .saving import KINDS, LOGS, NAMES, PARTS, Kind, Log, encode, load, text
from .table import Table
from .world import World

#: "wxMU", in the header of the file.
_APPLICATION = 0x77784D55
_HEADER = b"SQLite format 3\0"
#: Of the file's form; another one is not read.
FORMAT = 1


class InUse(BadInput):
    """Another process has the file open."""


class Store:
    """An open state file; nobody else can open it meanwhile. ``continued``: there was a world in it.

    Raises BadInput if it is no state file of this version or cannot be opened, InUse if another process has it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._new_file()
            self._file = sqlite3.connect(path, isolation_level=None, timeout=0, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise BadInput(f"{path}: cannot be opened: {_reason(error)}") from None
        try:
            self.continued = self._open()
            self.token = self._token()
        except BaseException:
            self._file.close()
            raise
        self._world: World | None = None
        self._parts: dict[str, bytes] = {}
        self._tables: dict[str, Table[Any, Any]] = {}
        self._logs: dict[str, tuple[list[Any], int, Any]] = {}

    def attach(self, world: World) -> None:
        """Continue the file's world in *world*, and keep it from now on; of what *world* was made of, its projects
        stay, and what a reset brings back."""
        if self.continued:
            world.clear_cards()
            try:
                load(world, self.read())
            except (msgspec.MsgspecError, KeyError, ValueError) as error:
                raise BadInput(f"{self.path}: a record in it cannot be read: {error}") from None
        self._world = world
        world.commit = self.commit
        for kind in KINDS:
            self._take_over(kind, written=self.continued)
        for log in LOGS:
            self._logs[log.name] = _stand(log, log.rows(world)) if self.continued else ([], 0, None)
        self.commit()

    def commit(self) -> None:
        """Write what has changed since the last time, all of it or nothing."""
        world, file = self._world, self._file
        assert world is not None
        changes: list[tuple[str, str, bytes | None]] = []
        emptied: list[str] = []
        for kind in KINDS:
            if kind.table(world) is not self._tables[kind.name]:
                emptied.append(kind.name)
                self._take_over(kind, written=False)
            changes += _changed(kind, self._tables[kind.name])
        stands = {log.name: self._grown(log, log.rows(world), changes, emptied) for log in LOGS}
        parts = {part.name: encode(part.save(world)) for part in PARTS}
        changes += [("part", name, value) for name, value in parts.items() if self._parts.get(name) != value]
        if not changes and not emptied:
            return
        try:
            file.execute("BEGIN")
            for name in emptied:
                file.execute(f"DELETE FROM {name}")
            for name, key, value in changes:
                file.execute(_REMOVE[name] if value is None else _PUT[name], (key,) if value is None else (key, value))
            file.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                file.execute("ROLLBACK")
            raise RuntimeError(f"{self.path}: the state cannot be written: {error}") from error
        self._parts, self._logs = parts, stands
        for table in self._tables.values():
            table.noted = {}

    def read(self) -> dict[str, dict[str, bytes]]:
        """Every record of the file: table → key → value, in the order made."""
        return {name: dict(self._file.execute(f"SELECT key, value FROM {name} ORDER BY rowid")) for name in NAMES}

    def write(self, tables: dict[str, dict[str, bytes]]) -> None:
        """Fill a new file with these records."""
        self._file.execute("BEGIN")
        for name, rows in tables.items():
            self._file.executemany(_PUT[name], rows.items())
        self._file.execute("COMMIT")

    def close(self) -> None:
        self._file.close()

    # -- the file -----------------------------------------------------------------------------------------------

    def _new_file(self) -> None:
        """It holds secrets: for its owner alone. SQLite itself would take a short text for an empty file of its own."""
        if not self.path.exists():
            self.path.touch(mode=0o600)
        with self.path.open("rb") as file:
            if file.read(len(_HEADER)) not in (b"", _HEADER):
                raise BadInput(f"{self.path}: this is no state of wxemu; give --state another name")

    def _open(self) -> bool:
        """Look before anything is changed; whether there is a world in it."""
        path, file = self.path, self._file
        try:
            file.execute("PRAGMA locking_mode = EXCLUSIVE")
            file.execute("BEGIN IMMEDIATE")
            application = file.execute("PRAGMA application_id").fetchone()[0]
            version = file.execute("PRAGMA user_version").fetchone()[0]
            filled = file.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            file.execute("ROLLBACK")
            if filled and application != _APPLICATION:
                raise BadInput(f"{path}: this is no state of wxemu; give --state another name")
            if filled and version != FORMAT:
                raise BadInput(f"{path}: this state was written by another version of wxemu (form {version}, not "
                               f"{FORMAT}); use that version, or give --state another name")  # fmt: skip
            file.execute("PRAGMA journal_mode = WAL")
            # Safe when the process is killed; a power cut may cost the last moments, never the file.
            file.execute("PRAGMA synchronous = NORMAL")
            if not filled:
                self._make_tables()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise InUse(f"{path}: another wxemu has this state open; stop it first, or give --state another name") \
                    from None  # fmt: skip
            raise BadInput(f"{path}: cannot be used as a state file: {error}") from None
        except sqlite3.DatabaseError:
            raise BadInput(f"{path}: this is no state of wxemu; give --state another name") from None
        return bool(filled and file.execute("SELECT count(*) FROM part").fetchone()[0])

    def _make_tables(self) -> None:
        file = self._file
        file.execute("BEGIN")
        for name in NAMES:
            file.execute(f"CREATE TABLE {name} (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        file.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        file.execute("INSERT INTO about VALUES ('version', ?)", (__version__,))
        file.execute(f"PRAGMA application_id = {_APPLICATION}")
        file.execute(f"PRAGMA user_version = {FORMAT}")
        file.execute("COMMIT")

    def _token(self) -> str:
        """The token of the page and the admin API: pages that are open find the emulator again with it."""
        token = secrets.token_urlsafe(24)
        self._file.execute("INSERT OR IGNORE INTO about VALUES ('token', ?)", (token,))
        return str(self._file.execute("SELECT value FROM about WHERE key = 'token'").fetchone()[0])

    # -- what has changed ---------------------------------------------------------------------------------------

    def _take_over(self, kind: Kind, written: bool) -> None:
        """Watch this table; one that is new (a reset makes new ones) is written whole."""
        assert self._world is not None
        table = kind.table(self._world)
        table.noted = {} if written else dict.fromkeys(table)
        self._tables[kind.name] = table

    def _grown(
        self, log: Log, rows: list[Any], changes: list[tuple[str, str, bytes | None]], emptied: list[str]
    ) -> tuple[list[Any], int, Any]:
        known, count, first = self._logs[log.name]
        if rows is not known or len(rows) < count or (count and log.key(rows[0]) != first):
            if count:
                emptied.append(log.name)
            count = 0
        changes += [(log.name, text(log.key(row)), encode(row)) for row in rows[count:]]
        return _stand(log, rows)


def _stand(log: Log, rows: list[Any]) -> tuple[list[Any], int, Any]:
    return rows, len(rows), log.key(rows[0]) if rows else None


def _changed(kind: Kind, table: Table[Any, Any]) -> list[tuple[str, str, bytes | None]]:
    found: list[tuple[str, str, bytes | None]] = []
    for key in table.noted or ():
        row = table.peek(key)
        found.append((kind.name, text(key), None if row is None else encode(kind.pack(row))))
    return found


def _reason(error: OSError | sqlite3.Error) -> str:
    return str(getattr(error, "strerror", None) or error)


_PUT = {
    name: f"INSERT INTO {name} VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value" for name in NAMES
}
_REMOVE = {name: f"DELETE FROM {name} WHERE key = ?" for name in NAMES}
