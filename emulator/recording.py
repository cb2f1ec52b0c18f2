"""What people do while a scenario is recorded, in their order, and what they see meanwhile. Plain values."""

import re
from dataclasses import dataclass, field
from typing import Any

#: So many pictures are kept at most; then every other one of the older half goes.
MOST_PICTURES = 400

#: Pieces that most pictures share: style sheets and data addresses.
_LONG = re.compile(r"(<style>)(.*?)(</style>)|(&quot;|[\"'(])(data:[^\"'()\s]{200,}?)(?=&quot;|[\"')])", re.DOTALL)
_MARK = "\x01"


@dataclass
class Act:
    """``name`` is a message of the page (``Sheet.answer``) or a request of the admin API (``POST rules``).

    ``seq`` is the journal's last number before it, ``app`` the mini-program in front then, ``sheet`` the kind and
    content of the sheet in sight."""

    name: str
    params: dict[str, Any]
    at: int
    seq: int
    app: str | None = None
    sheet: dict[str, Any] | None = None
    refused: bool = False


@dataclass
class Sight:
    """The screen from ``at`` on: what the page in front reads, a line for each element; ``picture`` as HTML."""

    at: int
    seq: int
    app: str
    path: str
    text: str
    picture: dict[str, Any] | None = None

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n") if self.text else []


@dataclass
class Recording:
    """``by``: who asked for it, ``command`` or ``page``. ``file`` is what the command will write. ``texts`` are pieces
    that ``picture["html"]`` names by their place; ``dropped`` counts the pictures that had to go."""

    by: str
    began: int
    acts: list[Act] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dropped: int = 0
    file: str = ""
    #: The page's button was pressed.
    ended: bool = False
    _places: dict[str, int] = field(default_factory=dict)

    def begin_again(self, now: int) -> None:
        """The world was reset: what was done before has not happened."""
        self.acts.clear()
        self.sights.clear()
        self.began = now

    def see(self, sight: Sight) -> None:
        if sight.picture is not None:
            sight.picture = {**sight.picture, "html": self._packed(sight.picture["html"])}
        self.sights.append(sight)
        shown = [one for one in self.sights if one.picture is not None]
        if len(shown) > MOST_PICTURES:
            for one in shown[1 : MOST_PICTURES // 2 : 2]:
                one.picture = None
                self.dropped += 1

    def _packed(self, html: str) -> str:
        def place(piece: str) -> str:
            number = self._places.get(piece)
            if number is None:
                number = self._places[piece] = len(self.texts)
                self.texts.append(piece)
            return f"{_MARK}{number}{_MARK}"

        def replaced(found: re.Match[str]) -> str:
            if found[5] is not None:
                return f"{found[4]}{place(found[5])}"
            return f"{found[1]}{place(found[2])}{found[3]}"

        return _LONG.sub(replaced, html.replace(_MARK, ""))
