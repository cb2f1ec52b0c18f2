"""``wxemu init``: a world of your project's own, to begin with."""

import json
from importlib import resources
from pathlib import Path

import click

from ..errors import BadInput
from ..texts import say
from ..worldfile import app_id_of
from .common import lang_option

NAME = "world.yaml"


@click.command()
@click.argument("project", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@lang_option()
def init(project: Path, language: str) -> None:
    """Write a commented world.yaml from the project's own app id; one that is there is never overwritten."""
    file = project / NAME
    template = resources.files("emulator").joinpath("templates", NAME).read_text("utf-8")
    name = project.resolve().name
    text = template.replace("APP_ID", app_id_of(project)).replace("NAME", json.dumps(name, ensure_ascii=False))
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise BadInput(say("cli.world-exists", file=file)[language]) from None
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    click.echo(say("cli.world-written", file=file, project=project)[language])
