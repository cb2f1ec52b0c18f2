"""``wxemu schema``: what an editor needs to complete and check scenario and world files."""

from pathlib import Path

import click

from ..scenario.format import json_schema, world_schema
from ..texts import say
from .common import lang_option, write


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--world", is_flag=True, help="That of world files, in place of scenarios.")
@lang_option()
def schema(file: Path | None, world: bool, language: str) -> None:
    """Write the JSON Schema of scenario files to FILE, or print it.

    An editor with the YAML language server then knows every key, by a first line that names the FILE."""
    text = world_schema() if world else json_schema()
    if file is None:
        click.echo(text, nl=False)
        return
    write(file, text)
    click.echo(say("cli.schema-written", file=file, name=file.name)[language])
