"""``wxemu sign``: why a card's signature is refused, with the values side by side."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from ..admin.signing import told
from ..errors import BadInput
from ..signature import diagnose
from ..texts import say
from .asking import answered_by, ask_json
from .common import lang_option
from .found import running


@click.command()
@click.argument("card_ext", metavar="CARDEXT")
@click.option("--card-id", required=True, help="The card that is signed for.")
@click.option("--ticket", envvar="WXEMU_TICKET", help="The api_ticket; without it the running emulator's own is used.")
@click.option("--other-ticket", "others", multiple=True, help="Another ticket that may have been used by mistake.")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"]))
@lang_option()
def sign(card_ext: str, card_id: str, ticket: str | None, others: tuple[str, ...], format_: str, language: str) -> None:
    """Look at the signature in CARDEXT: JSON, @FILE, or - for standard input."""
    ext = _read(card_ext, language)
    place = None if ticket else running(language)
    if place is None:
        found = told(diagnose(ticket or "", card_id, ext, (), [("jsapi", one) for one in others]), card_id)
    else:
        found = _ask(place, card_id, ext, language)
    click.echo(json.dumps(found, ensure_ascii=False) if format_ == "json" else _report(found, language))
    if place is not None and format_ == "text":
        click.echo(f"  {answered_by(place, language)}")
    sys.exit(0 if found["mistake"] is None else 1)


def _read(given: str, language: str) -> dict[str, Any]:
    """The cardExt as an object; JSON text within JSON text is unwrapped, for that is how it stands in cardList."""
    try:
        text = sys.stdin.read() if given == "-" else given
        if given.startswith("@"):
            text = Path(given[1:]).read_text("utf-8-sig")
        value = json.loads(text)
        ext = json.loads(value) if isinstance(value, str) else value
    except OSError as error:
        raise BadInput(f"{given.removeprefix('@')}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise BadInput(say("cli.ext-not-json", problem=error)[language]) from None
    if not isinstance(ext, dict):
        raise BadInput(say("cli.ext-not-json", problem="not an object")[language])
    return ext


def _ask(place: dict[str, str], card_id: str, ext: dict[str, Any], language: str) -> dict[str, Any]:
    body = {"cardId": card_id, "cardExt": json.dumps(ext)}
    return ask_json(place, "POST", "sign", language, json=body)


def _report(found: dict[str, Any], language: str) -> str:
    lines = [
        f"  {say('sign.given')[language]}  {found['given'] or '–'}",
        f"  {say('sign.expected')[language]}  {found['expected']}",
        f"  {say('sign.parts')[language]}",
        *_rows(found["parts"], found["firstDifference"]),
    ]
    if found["theirs"]:
        lines += [f"  {say('sign.theirs')[language]}", *_rows(found["theirs"], found["firstDifference"])]
    if found["cause"] is None:
        lines.append(f"  ✓ {say('sign.right')[language]}")
    else:
        lines += [
            f"  ✗ {found['cause']['says'][language]}   {found['mistake']}",
            f"    {found['cause']['fix'][language]}",
        ]
    return "\n".join(lines)


def _rows(parts: list[list[str]], marked: int | None) -> list[str]:
    return [f"  {'→' if n == marked else ' '} {n + 1}  {name:<11} {value}" for n, (name, value) in enumerate(parts)]
