"""The one table of people-facing text, in Chinese and English, shared with the page (``texts.json``)."""

import json
import re
from importlib import resources
from typing import Any

Says = dict[str, str]

LANGUAGES = ("zh", "en")

TEXTS: dict[str, Says] = json.loads(resources.files(__package__).joinpath("texts.json").read_text("utf-8"))


def say(id_: str, **values: Any) -> Says:
    """The text with this id in both languages, ``{name}`` filled in from *values*; these may be in both, too."""
    row = TEXTS[id_]
    return {language: _filled(row[language], values, language) for language in LANGUAGES}


def _filled(text: str, values: dict[str, Any], language: str) -> str:
    if not values:
        return text
    return text.format_map({name: _in(language, value) for name, value in values.items()})


def _in(language: str, value: Any) -> Any:
    return value[language] if isinstance(value, dict) and value.keys() == set(LANGUAGES) else value


_HAN = re.compile(r"[\u4e00-\u9fff]")


def in_both(text: str) -> Says:
    """A person's own sentence, ``English. / 中文。`` in either order, or one for both."""
    parts = [part.strip() for part in text.split(" / ")]
    for cut in range(1, len(parts)):
        one, other = " / ".join(parts[:cut]), " / ".join(parts[cut:])
        if bool(_HAN.search(one)) != bool(_HAN.search(other)):
            return {"zh": one, "en": other} if _HAN.search(one) else {"zh": other, "en": one}
    return {"zh": text, "en": text}
