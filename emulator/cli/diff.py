"""``wxemu diff``: two sealed pages side by side, such as yesterday's that passed and today's that failed."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..scenario.comparing import Comparison, Pair, Row, compared, read_side
from ..scenario.page import template
from ..texts import TEXTS, in_both, say
from .common import FAILED, lang_option, write

_PAGE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("one", type=_PAGE)
@click.argument("other", type=_PAGE)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a page, two columns.")
@lang_option()
def diff(one: Path, other: Path, html: Path | None, language: str) -> None:
    """Compare what happened in two sealed pages (wxemu test --seal, wxemu record --html, films), row by row.

    Numbers, times and what is drawn anew in each run do not count. Exit code 1 if they are not alike."""
    found = compared(read_side(one), read_side(other))
    if html is not None:
        write(html, page(found, language))
    for line in _lines(found, language):
        click.echo(line)
    if html is not None:
        click.echo(say("diff.written", file=html)[language])
    sys.exit(0 if found.first is None else FAILED)


def _lines(found: Comparison, language: str) -> Iterator[str]:
    for mark, side in (("-", found.one), ("+", found.other)):
        yield f"{mark} {side.name}  {in_both(side.title)[language]}"
    for run in found.runs():
        if run[0].alike:
            yield f"  {say('diff.alike', count=len(run))[language]}"
        else:
            yield from _told(run[0], language)
    if found.first is None:
        yield say("diff.same")[language]


def _told(pair: Pair, language: str) -> Iterator[str]:
    if pair.one and pair.other:
        yield f"~ {_sentence(pair.one, language)}"
        for one in pair.changed:
            if one.one:
                yield click.style(f"    - {one.path}  {one.one}", fg="red")
            if one.other:
                yield click.style(f"    + {one.path}  {one.other}", fg="green")
    elif pair.one:
        yield click.style(f"- {_sentence(pair.one, language)}", fg="red")
    elif pair.other:
        yield click.style(f"+ {_sentence(pair.other, language)}", fg="green")


def _sentence(row: Row, language: str) -> str:
    why = f"   {row.cause.id}: {row.cause.says[language]}" if row.cause else ""
    return f"{row.lane:8} {row.says[language]}{why}"


def page(found: Comparison, language: str) -> str:
    """One file, in both languages, without scripts; *language* is the one it opens in."""
    words = {"text": lambda id_: TEXTS[f"diff.{id_}"], "count": lambda number: say("diff.alike", count=number)}
    made = template("diff.html")
    return made.render(words, found=found, runs=list(found.runs()), both=in_both, language=language) + "\n"
