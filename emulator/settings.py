"""What a phone is set to."""

import re
from dataclasses import dataclass, replace
from typing import Any

from .errors import BadInput

SETTINGS: dict[str, tuple[str, ...] | re.Pattern[str]] = {
    "platform": ("ios", "android", "devtools"),
    "baseLibrary": re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}"),
    "language": ("zh_CN", "en"),
    "theme": ("light", "dark"),
    "network": ("wifi", "4g", "3g", "none"),
}


@dataclass
class Settings:
    platform: str = "ios"
    baseLibrary: str = "3.8.7"  # the wire's own name
    language: str = "zh_CN"
    theme: str = "light"
    network: str = "wifi"


def changed(settings: Settings, changes: dict[str, Any]) -> Settings:
    """The settings with these changes. Raises BadInput naming what is wrong."""
    for key, value in changes.items():
        allowed = SETTINGS.get(key)
        if allowed is None:
            raise BadInput(f"a phone has no setting {key!r}; it has {', '.join(SETTINGS)}")
        fits = value in allowed if isinstance(allowed, tuple) else allowed.fullmatch(str(value))
        if not isinstance(value, str) or not fits:
            choices = ", ".join(allowed) if isinstance(allowed, tuple) else "three numbers such as 3.8.7"
            raise BadInput(f"{key}: {value!r} is not a choice ({choices})")
    return replace(settings, **changes)
