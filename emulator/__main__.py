"""``python -m emulator`` is ``wxemu``."""

from .cli import main

main()
