"""The command line, ``wxemu``: one file a family of commands.

Exit codes: 0 done · 1 an expectation failed · 2 a bad command line · 3 a bad file · 4 the emulator could not run
(port taken, not built) · 5 nothing to run · 130 Ctrl-C.
"""

import sys

import click

from .. import __version__
from ..errors import BadInput
from .check import check
from .common import BAD_FILE, INTERRUPTED
from .dev import dev
from .init import init
from .play import play
from .record import record
from .serving import demo
from .sign import sign
from .state import export, import_
from .test import test
from .trigger import trigger


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


for command in (demo, dev, record, check, test, play, init, trigger, sign, export, import_):
    commands.add_command(command)
