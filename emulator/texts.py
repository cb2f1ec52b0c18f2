"""The one table of people-facing text, in Chinese and English, shared with the page (``texts.json``)."""

import json
from importlib import resources
from typing import Any

Says = dict[str, str]

LANGUAGES = ("zh", "en")

TEXTS: dict[str, Says] = json.loads(resources.files(__package__).joinpath("texts.json").read_text("utf-8"))


def say(id_: str, **values: Any) -> Says:
    """The text with this id in both languages, ``{name}`` filled in from *values*."""
    row = TEXTS[id_]
    return {language: row[language].format_map(values) if values else row[language] for language in LANGUAGES}
