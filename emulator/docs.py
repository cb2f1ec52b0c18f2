"""Documents made from the code: ``python -m emulator.docs > docs/discrepancies.md``."""

from .discrepancies import BOOK, Discrepancy

_HEAD = """# The discrepancy book

Known differences between manual and phones, between platforms, and questions that no source answers. Each is a switch:
`PATCH /_wxemu/world {"switches": {"<id>": value}}`, `switches:` in a world file, or `world.switches.set(...)`.
The profile (`documented` or `observed`) and the phone's platform set the rest.

How sure: **C** stated by an official page, **B** read from official code, **O** observed by others, **G** a guess.
"""


def discrepancy_page() -> str:
    """The page ``docs/discrepancies.md``."""
    return _HEAD + "".join(_section(row) for row in BOOK.values())


def _section(row: Discrepancy) -> str:
    platforms = "".join(f", on {name} `{_shown(value)}`" for name, value in row.platforms.items())
    choices = f" Choices: {', '.join(f'`{_shown(one)}`' for one in row.choices)}." if row.choices else ""
    return (
        f"\n## {row.id}\n\n{row.says}\n\n"
        f"Documented `{_shown(row.documented)}`, observed `{_shown(row.observed)}`{platforms}.{choices} "
        f"Confidence {row.confidence}. Source: <{row.source}>\n"
    )


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    print(discrepancy_page(), end="")
