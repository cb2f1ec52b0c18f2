"""``--watch``: the cases again after each change of a file."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from watchfiles import Change, DefaultFilter, watch

from ..errors import BadInput
from ..texts import say
from .common import BAD_FILE

#: Milliseconds.
_ROUND = 200


def again_and_again(
    perform: Callable[[], int], watched: Callable[[], set[Path]], written: Iterable[Path], language: str
) -> int:
    """Until Ctrl-C: at once, and whenever something in *watched* was saved, also while cases ran. A file that cannot be
    read is told, and waited for. *written* are files and folders of our own. The exit code is that of the last time."""
    code = 0
    changes = _Changes({file.resolve() for file in written})
    try:
        while True:
            changes.follow(watched())
            code = _told(perform)
            click.echo(say("test.waiting")[language])
            changes.wait()
    except KeyboardInterrupt:
        return code


class _Changes:
    """What is saved in some folders and files, but for *own*."""

    def __init__(self, own: set[Path]) -> None:
        self._own, self._usual = own, DefaultFilter()
        self._paths: set[Path] = set()
        self._saved: Iterator[set[tuple[Change, str]]] = iter(())

    def follow(self, paths: set[Path]) -> None:
        """From here on every save in *paths* is noticed."""
        if paths != self._paths:
            self._paths = paths
            self._saved = watch(*paths, watch_filter=self._counts, yield_on_timeout=True, rust_timeout=_ROUND)
            next(self._saved)

    def wait(self) -> None:
        """Until something was saved, if nothing was already."""
        next(filter(None, self._saved))

    def _counts(self, change: Change, path: str) -> bool:
        return self._usual(change, path) and not any(Path(path).resolve().is_relative_to(one) for one in self._own)


def _told(perform: Callable[[], int]) -> int:
    try:
        return perform()
    except BadInput as error:
        click.echo(str(error), err=True)
        return BAD_FILE
