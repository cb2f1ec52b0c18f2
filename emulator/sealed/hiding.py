"""Secrets leave a sealed session, and it still runs: each has one stand-in of its own kind, in world, steps, app and
pictures alike. What the run makes anew (tokens, openids) has none: where it was expected by value, anything will do."""

import re
from typing import Any

from ..redaction import STAND_IN, Redaction, is_secret

#: A phone number keeps its form, or the form that it is typed into would refuse it.
_MOBILE = re.compile(r"1\d{10}")


class Hiding(Redaction):
    """A redaction whose result is a world that can be made."""

    def _hide(self, secret: str) -> str:
        if secret.startswith("$"):
            return secret
        if _MOBILE.fullmatch(secret):
            if secret in self._stand_ins.values():
                return secret
            return self._stand_ins.setdefault(secret, f"138{len(self._stand_ins) + 1:08d}")
        return super()._hide(secret)

    def text(self, text: str) -> str:
        """A text that is no JSON, such as a picture or the app's code, without what is known to be secret."""
        return self._pattern.sub(lambda found: self._spelt[found[0]], text)


def any_secret(value: Any, key: str = "") -> Any:
    """An expectation in which a secret by name may be anything; markers stay."""
    if isinstance(value, dict):
        return {name: any_secret(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [any_secret(one, key) for one in value]
    if isinstance(value, str) and is_secret(key) and not value.startswith("$"):
        return "$any"
    return value


__all__ = ["STAND_IN", "Hiding", "any_secret"]
