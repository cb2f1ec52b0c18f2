"""The command line, ``wxemu``.

Exit codes: 0 done · 1 an expectation failed · 2 a bad command line · 3 a bad file · 4 the emulator could not run
(port taken, not built) · 130 Ctrl-C.
"""

import asyncio
import contextlib
import json
import locale
import os
import signal
import sys
import webbrowser
from datetime import datetime
from typing import Any

import click

from . import __version__
from .errors import BadInput
from .server.demo import Running, demonstration
from .server.ports import PortTaken, listen
from .server.traffic import line
from .texts import say

BAD_FILE = 3
CANNOT_RUN = 4
INTERRUPTED = 130

LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "127.0.0.1", "::1": "::1", "[::1]": "::1"}


def main() -> None:
    """Run a command and exit with its code; a person's mistake is one line, never a traceback."""
    try:
        code = commands.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = INTERRUPTED
    except BadInput as error:
        click.echo(str(error), err=True)
        code = BAD_FILE
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wxemu")
def commands() -> None:
    """A fake WeChat on your own machine. / 你自己电脑上的模拟微信。"""


class CannotRun(click.ClickException):
    """The emulator cannot start; the message says why and what to do."""

    exit_code = CANNOT_RUN

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def _language() -> str:
    """The language of the terminal: Chinese where the locale says so, else English."""
    named = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), None)
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


@commands.command()
@click.option("--port", default=5280, show_default=True, type=click.IntRange(0, 65535), help="0 takes any free port.")
@click.option("--host", default="127.0.0.1", show_default=True, help="An address of this machine's own.")
@click.option("--open/--no-open", "open_", default=True, help="Open the page in a browser.")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "json"]))
@click.option("--verbose", is_flag=True, help="Show the traffic in JSON mode too.")
@click.option("--lang", default=None, type=click.Choice(["zh", "en"]), help="Language of the terminal's texts.")
def demo(port: int, host: str, open_: bool, format_: str, verbose: bool, lang: str | None) -> None:
    """Open the bundled coffee house on a phone in your browser."""
    language = lang or _language()
    if host not in LOOPBACK:
        raise click.UsageError(say("cli.not-loopback", host=host)[language])
    listener = _listen(LOOPBACK[host], port, language)

    async def serve() -> None:
        stop = asyncio.Event()
        with contextlib.suppress(NotImplementedError):  # Windows has no SIGTERM to listen to
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        async with demonstration(listener) as running:
            if format_ == "json":
                click.echo(json.dumps(running.to_json(), ensure_ascii=False))
            else:
                click.echo(ready(running, language))
            if format_ == "text" or verbose:
                _show_traffic(running, language)
            if open_ and format_ == "text":
                await asyncio.to_thread(webbrowser.open, running.url)
            await stop.wait()

    with listener:
        asyncio.run(serve())


def ready(running: Running, language: str) -> str:
    """The block that tells where everything is."""
    world = running.world
    now = datetime.fromtimestamp(world.clock.now() / 1000).strftime("%Y-%m-%d %H:%M:%S")
    about = say("cli.about", seed=world.seed.value, clock=now, merchant=running.merchant)[language]
    return f"  {say('cli.ready')[language]}  {running.url}   {say('cli.quit')[language]}\n  {about}"


def _listen(host: str, port: int, language: str) -> Any:
    try:
        return listen(host, port)
    except PortTaken as taken:
        if taken.holder is None:
            raise CannotRun(say("cli.port-taken-unnamed", port=port)[language]) from None
        name, pid, started = taken.holder
        text = say("cli.port-taken", port=port, name=name, pid=pid, started=started.strftime("%H:%M"))
        raise CannotRun(text[language]) from None
    except OSError as error:
        raise CannotRun(f"{host}:{port}: {error.strerror}") from None


def _show_traffic(running: Running, language: str) -> None:
    def show(entry: Any) -> None:
        if (text := line(entry, language)) is not None:
            click.echo(text, err=True)

    running.world.journal.listeners.append(show)
