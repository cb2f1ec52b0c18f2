"""The command line, ``wxemu``: one file a family of commands.

Exit codes: 0 done · 1 an expectation failed · 2 a bad command line · 3 a bad file · 4 the emulator could not run
(port taken, not built) · 5 nothing to run · 130 Ctrl-C.
"""

import difflib
import sys
from importlib import import_module

import click

from .. import __version__
from ..errors import BadInput
from .common import BAD_FILE, INTERRUPTED, language_asked, no_garbage

#: Each command by the file it stands in, which is read when it is run: the server is nothing to wait for in a test.
COMMANDS = {
    "demo": "serving", "dev": "dev", "record": "record", "check": "check", "test": "test", "play": "play",
    "init": "init", "schema": "schema", "diff": "diff", "trigger": "trigger", "sign": "sign",
    "export": "state", "import": "state",
}  # fmt: skip


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
        click.echo(error.says[language_asked()], err=True)
        code = BAD_FILE
    sys.exit(code)


class _Group(click.Group):
    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The first sentence of each command, whole: click cuts it at a width of its own."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(self.get_command(context, name))) for name in sorted(COMMANDS)])

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """One that there is not is told with the nearest that there is."""
        near = difflib.get_close_matches(args[0], COMMANDS, 1)
        if near and args[0] not in COMMANDS:
            context.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(context, args)

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        with no_garbage():
            file = import_module(f".{COMMANDS[name]}", __package__)
        command: click.Command = file.import_ if name == "import" else getattr(file, name)
        return command


def _first_sentence(command: click.Command | None) -> str:
    about = " ".join((command.help or "").partition("\n\n")[0].split()) if command else ""
    return about.partition(". ")[0].removesuffix(".") + "."


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wxemu")
def commands() -> None:
    """A fake WeChat on your own machine. / 你自己电脑上的模拟微信。"""
