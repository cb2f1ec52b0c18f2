"""``wxemu trigger``: an event for the merchant, without anybody doing anything."""

import json

import click

from ..texts import say
from .asking import answered_by, ask_json, place_of
from .common import lang_option


@click.command()
@click.argument("event")
@click.option("--set", "fields", multiple=True, metavar="KEY=VALUE", help="A field of the event.")
@click.option("--account", metavar="APPID", help="Whose event; else that of the newest card in a wallet.")
@click.option("--admin", metavar="URL", help="admin of the emulator's JSON line; else the one started last is asked.")
@click.option("--token", help="token of that line.")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"]))
@lang_option()
def trigger(
    event: str, fields: tuple[str, ...], account: str | None, admin: str | None, token: str | None, format_: str,
    language: str,
) -> None:  # fmt: skip
    """Push EVENT, such as user_get_card, to the merchant of a running emulator, or let it befall the phone, such as
    memoryWarning."""
    given = {}
    for field in fields:
        key, equals, value = field.partition("=")
        if not equals:
            raise click.UsageError(say("cli.bad-set", given=field)[language])
        given[key] = value
    body = {"event": event, "set": given, **({"account": account} if account else {})}
    place = place_of(admin, token, language)
    data = ask_json(place, "POST", "events", language, json=body)
    if format_ == "json":
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    if data["event"] is None:
        click.echo(say("cli.happened", event=event)[language])
    else:
        sent = "cli.triggered" if data["delivery"] else "cli.triggered-nowhere"
        click.echo(say(sent, event=event, id=data["event"]["id"])[language])
    click.echo(answered_by(place, language))
