"""What the commands share: exit codes, and the language of the terminal."""

import contextlib
import gc
import locale
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ..errors import BadInput
from ..whole import whole

FAILED = 1
BAD_FILE = 3
CANNOT_RUN = 4
NOTHING = 5
INTERRUPTED = 130


class CannotRun(click.ClickException):
    """The emulator cannot start; the message says why and what to do."""

    exit_code = CANNOT_RUN

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@contextlib.contextmanager
def no_garbage() -> Iterator[None]:
    """What modules make stays until the end: to look through it for garbage, again and again, is a good part of a
    start, and of every later look."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def language() -> str:
    """The language of the terminal: Chinese where the locale says so, else English."""
    named = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), None)
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


#: What --lang has said, in this process.
_asked: list[str] = []


def lang_option(about: str = "Of the terminal.") -> Callable[[Any], Any]:
    """``--lang``, which whoever tells of the command's failure knows, too."""

    def note(context: click.Context, parameter: click.Parameter, value: str) -> str:
        _asked[:] = [value]
        return value

    choice = click.Choice(["zh", "en"])
    return click.option("--lang", "language", default=language, type=choice, callback=note, is_eager=True, help=about)


def language_asked() -> str:
    """That of the command that ran, or of the terminal."""
    return _asked[0] if _asked else language()


def places(paths: Iterable[Path]) -> str:
    """Where was looked, in full: a point says little of where one stands."""
    return ", ".join(str(path.resolve()) for path in paths)


def write(file: Path, text: str) -> None:
    """Whole, or not at all. Raises BadInput where it cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    with whole(file) as draft:
        draft.write_text(text, "utf-8")
