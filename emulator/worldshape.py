"""What a world file, and the ``world:`` of a scenario, may hold."""

from .backend import BASE64, KEY, LIKE
from .cards import CARD_TYPES
from .matching import marker_fault
from .push import MODES
from .settings import SETTINGS
from .shapes import Choice, Duration, Free, Keys, ListOf, MapOf, Number, OneOrMore, Shape, Text, YesNo
from .wx.permissions import SCOPES


def _setting(name: str) -> tuple[str, ...]:
    choices = SETTINGS[name]
    assert isinstance(choices, tuple)
    return choices


PUSH = Keys(
    {
        "url": Text("Where events go, such as http://127.0.0.1:9000/wx/events."),
        "token": Text("What they are signed with."),
        "aes_key": Text("EncodingAESKey, 43 characters."),
        "mode": Choice(MODES),
    },
    "Where an official account's events go.", ("url",), "push",
)  # fmt: skip

_ACCOUNT: dict[str, Shape] = {
    "app_id": Text("As WeChat gave it.", r"[A-Za-z0-9]+", "wx1234567890abcdef"),
    "name": Text("Shown on cards and sheets."),
    "secret": Text("AppSecret."),
    "original_id": Text("gh_…, the ToUserName of events."),
    "verified": YesNo("Only a verified mini-program may add cards."),
    "open_platform": Text("Name of the open-platform account that binds official account and mini-program."),
    "push": PUSH,
}

CARD = Keys(
    {
        "card_id": Text("Its id.", r"[A-Za-z0-9_-]+", "pX2-vjuTfcFRkVzVogonqZ2O16Ns"),
        "kind": Choice(("coupon", "member"), "A coupon (GROUPON) unless it is a member card."),
        "type": Choice(CARD_TYPES, "WeChat's card type, where coupon is not enough."),
        "title": Text("What is printed on it."),
        "brand": Text("Whose name stands on it; that of the official account unless said."),
        "stock": Number("How many are left.", most=100_000_000),
        "limit": Number("How many one user may have.", least=1),
        "custom_code": YesNo("The merchant gives the codes: use_custom_code."),
        "bind_openid": YesNo("Only for the user whose openid is signed."),
        "activation": Choice(("jump", "in_place"), "jump: wx_activate_after_submit is true. in_place: false."),
        "activated": YesNo("A card that the user owns at the start is activated."),
        "info": Free("More of the type's own object of /card/create, merged in.", map_only=True),
    },
    "A card that the official account has made.", what="a card",
)  # fmt: skip

CARRIES = Free("What the request carries at least: its query, its JSON or form body.", check=marker_fault)

REPLY = Keys(
    {
        "with": CARRIES,
        "status": Number("The HTTP status; 200 unless said.", 100, 599),
        "data": Free("What is answered: a text as it is, all else as JSON."),
        "base64": Text("What is answered, where it is no text: its bytes in base64.", BASE64, "iVBORw0KGgo="),
        "file": Text("What is answered: a file's bytes; its path is from this file."),
        "header": MapOf(Text(), "Headers of the answer."),
        "takes": Duration("How long the answer needs; longer than the app waits is a timeout."),
        "aside": YesNo("What is asked there is of no account, as statistics are: `backend_received` leaves it out."),
        "fail": Text("WeChat's words after `request:fail `, such as net::ERR_CONNECTION_REFUSED."),
    },
    what="a reply",
)  # fmt: skip

BACKEND = MapOf(
    OneOrMore(REPLY),
    "What the app's own requests are answered, by method and address (`*` stands for anything, a path for any host); "
    "of a list each is answered once, the last again and again.",
    KEY, LIKE,
)  # fmt: skip

WORLD_KEYS: dict[str, Shape] = {
    "seed": Number("Drives every code, ticket and id."),
    "clock": Keys(
        {
            "starts_at": Text("Such as 2018-03-01T10:00:00+08:00."),
            "frozen": YesNo("It moves only when told to. In scenarios always."),
        },
        what="clock",
    ),
    "profile": Choice(("documented", "observed"), "Whom to believe where the manual and phones differ."),
    "switches": Free("Single differences: docs/discrepancies.md.", map_only=True),
    "phone": Keys(
        {
            "platform": Choice(_setting("platform")),
            "base_library": Text("Three numbers in quotes.", r"\d{1,3}\.\d{1,3}\.\d{1,3}", "3.8.7"),
            "language": Choice(_setting("language")),
            "theme": Choice(_setting("theme")),
            "network": Choice(_setting("network")),
        },
        "The user's phone.", what="phone",
    ),
    "user": Keys(
        {
            "id": Text("Ours; apps see openids only."),
            "nickname": Text(),
            "phone_number": Text("In quotes."),
            "avatar": Text("An address."),
            "owns": ListOf(Text(), "Cards (by their names in `cards`) in the wallet at the start."),
        },
        "Who holds the phone.", what="user",
    ),
    "accounts": ListOf(
        Keys(
            {**_ACCOUNT, "kind": Choice(("official", "mini_program"))}, "", ("app_id", "kind", "name"), "an account"
        ),
        "Official accounts and mini-programs.",
    ),
    "mini_program": Keys(_ACCOUNT, "The mini-program's account: changes it, or makes it.", what="mini_program"),
    "merchant": Keys(
        {
            **_ACCOUNT,
            "api_ticket": Text("The api_ticket (wx_card) that WeChat has given to the merchant."),
            "signs_with": Text("The ticket that the merchant's server signs with, where that is another."),
            "replies": ListOf(
                Free(),
                "What its server answers to the next events: a status, a body, timeout or down.",
            ),
        },
        "The official account that makes the cards.", what="merchant",
    ),
    "cards": MapOf(CARD, "Cards by short names of your own.", r"[a-z][a-z0-9_-]*", "coffee"),
    "hosts": MapOf(Text(), "Hosts that the app calls, and where they are answered: an address, or `merchant`."),
    "backend": BACKEND,
    "storage": Free("What the mini-program has stored before it starts, such as who is logged in.", map_only=True),
    "permissions": Keys(
        {scope: YesNo() for scope in SCOPES},
        "What the user has allowed the mini-program (true) or refused it before it starts; all else it must ask for.",
        what="permissions",
    ),
    "projects": ListOf(
        Keys(
            {"app_id": Text(), "path": Text("A folder, from this file's."), "icon": Text("An image in it.")},
            "", ("app_id",), "a project",
        ),
        "Mini-programs that can be opened.",
    ),
}  # fmt: skip

WORLD = Keys(WORLD_KEYS, "What is true before anyone taps anything.", what="the world")
