"""Records by key, which note what may have changed in them: a state file writes only those."""

from collections.abc import ItemsView, Iterator, MutableMapping, ValuesView
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Table(MutableMapping[K, V]):
    """A dict that notes which records were put, removed or *looked up*, for whoever looks one up may change it.

    ``noted`` is None, and costs nothing, where nobody wants to know. Iterating notes nothing: what is found that way
    is looked up by its key, or noted, before it is changed.
    """

    __slots__ = ("_rows", "noted")

    def __init__(self) -> None:
        self._rows: dict[K, V] = {}
        #: In the order noted.
        self.noted: dict[K, None] | None = None

    def __getitem__(self, key: K) -> V:
        value = self._rows[key]
        if self.noted is not None:
            self.noted[key] = None
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self._rows[key] = value
        self.note(key)

    def __delitem__(self, key: K) -> None:
        del self._rows[key]
        self.note(key)

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __repr__(self) -> str:
        return f"Table({self._rows!r})"

    def note(self, key: K) -> None:
        """This record may change, or has."""
        if self.noted is not None:
            self.noted[key] = None

    def peek(self, key: K) -> V | None:
        """The record, only to be read."""
        return self._rows.get(key)

    def values(self) -> ValuesView[V]:
        return self._rows.values()

    def items(self) -> ItemsView[K, V]:
        return self._rows.items()
