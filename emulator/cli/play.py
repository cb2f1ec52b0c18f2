"""``wxemu play``: a scenario performed in the browser, for people."""

import json
import os
import signal
import webbrowser
from pathlib import Path

import click
from platformdirs import user_cache_path

from ..scenario.model import Scenario, find, load
from ..texts import say
from .common import NOTHING, lang_option, places


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--case", "wanted", metavar="NAME", help="Begin with this case, without the gallery.")
@click.option("--port", default=5281, show_default=True, type=click.IntRange(0, 65535), help="0: any free one.")
@click.option("--no-browser", "--no-open", "quiet", is_flag=True, help="Do not open the page in a browser.")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"]))
@lang_option("Of terminal and page.")
def play(paths: tuple[Path, ...], wanted: str | None, port: int, quiet: bool, format_: str, language: str) -> None:
    """Perform *.scenario.yaml files in your browser at human pace: for who presents a flow.

    By default those below the working directory. In the page, `?` shows the keys."""
    looked = list(paths) or [Path(".")]
    scenarios = [load(file, Path.cwd()) for file in find(looked)]
    if not scenarios:
        click.echo(say("play.nothing", where=places(looked))[language], err=True)
        raise SystemExit(NOTHING)
    # There is more to see where a real mini-program plays.
    scenarios.sort(key=lambda scenario: scenario.cases[0].app is None)
    _check(wanted, scenarios, language)
    # To read the server takes a good part of the start.
    from ..scenario.kept import Kept
    from ..scenario.performer import Performer
    from ..server.theatre import Theatre
    from .serving import listening

    # Whoever stops a service has had nothing interrupted. It ends where it stands: an exception out of the middle of
    # the loop would leave lines that nobody closes, and what is kept on disk appears whole or not at all.
    signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    theatre = Theatre(listening("127.0.0.1", port, "--port", language))
    with theatre:
        if format_ == "json":
            click.echo(json.dumps({"url": theatre.url}))
        else:
            click.echo(f"  {say('cli.ready')[language]}  {theatre.url}   {say('cli.quit')[language]}")
            if not quiet:
                webbrowser.open(theatre.url)
        kept = Kept(user_cache_path("wxemu", appauthor=False) / "pictures")
        Performer(theatre, scenarios, language, wanted, kept).run()


def _check(wanted: str | None, scenarios: list[Scenario], language: str) -> None:
    names = [case.name for scenario in scenarios for case in scenario.cases]
    if wanted is None or wanted in names:
        return
    raise click.BadParameter(say("play.no-case", case=wanted, cases=", ".join(names))[language], param_hint="--case")
