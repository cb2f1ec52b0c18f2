"""The discrepancy book: known gaps between manual and phones, and between platforms, each with a switch.

A row holds its value under each *profile*: ``documented`` and ``observed`` say whom to believe; the phone's platform
(``ios``, ``android``, ``devtools``) may say otherwise. A switch set by hand wins over both.
"""

import difflib
from dataclasses import dataclass, field
from typing import Any

from .book import BOOK, Discrepancy
from .errors import BadInput

PROFILES = ("documented", "observed")
PLATFORMS = ("ios", "android", "devtools")

__all__ = ["BOOK", "PLATFORMS", "PROFILES", "Discrepancy", "Switches"]


@dataclass
class Switches:
    """The book as one world reads it."""

    profile: str = "documented"
    platform: str = "ios"
    by_hand: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, id_: str) -> Any:
        if id_ in self.by_hand:
            return self.by_hand[id_]
        return self.default(id_)

    def default(self, id_: str) -> Any:
        """The value without a hand on the switch."""
        row = BOOK[id_]
        if self.platform in row.platforms:
            return row.platforms[self.platform]
        return getattr(row, self.profile)

    def set(self, id_: str, value: Any) -> None:
        """Set by hand; None gives the switch back to the profile. Raises BadInput for a wrong id or value."""
        row = BOOK.get(id_)
        if row is None:
            near = difflib.get_close_matches(id_, BOOK, 1, 0.5)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise BadInput(f"{id_}: there is no switch of that name.{hint} docs/discrepancies.md lists them all")
        if value is None:
            self.by_hand.pop(id_, None)
            return
        wanted = type(row.documented)
        if type(value) is not wanted or (row.choices and value not in row.choices):
            choices = ", ".join(map(repr, row.choices)) or f"a {wanted.__name__}"
            raise BadInput(f"{id_}: {value!r} is not a choice ({choices})")
        self.by_hand[id_] = value

    def use_profile(self, profile: str) -> None:
        if profile not in PROFILES:
            raise BadInput(f"there is no profile {profile!r}; there are {', '.join(PROFILES)}")
        self.profile = profile

    def copy(self) -> "Switches":
        return Switches(self.profile, self.platform, dict(self.by_hand))

    def values(self) -> dict[str, Any]:
        return {id_: self[id_] for id_ in BOOK}
