"""Documents made from the code of a checkout: ``python -m emulator.docs discrepancies > docs/discrepancies.md``."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from . import api, wx
from .admin.openapi import OPERATIONS, Schema
from .discrepancies import BOOK, Discrepancy
from .typings import ANSWERS, type_of

WEB = Path(__file__).parents[1] / "web" / "src"

# -- the discrepancy book -------------------------------------------------------------------------------------------

_BOOK_HEAD = """# The discrepancy book

Known differences between manual and phones, between platforms, and questions that no source answers. Each is a switch:
`PATCH /_wxemu/world {"switches": {"<id>": value}}`, `switches:` in a world file, or `world.switches.set(...)`.
The profile (`documented` or `observed`) and the phone's platform set the rest.

How sure: **C** stated by an official page, **B** read from official code, **O** observed by others, **G** a guess.
"""


def discrepancy_page() -> str:
    """The page ``docs/discrepancies.md``."""
    return _BOOK_HEAD + "".join(_section(row) for row in BOOK.values())


def _section(row: Discrepancy) -> str:
    platforms = "".join(f", on {name} `{_shown(value)}`" for name, value in row.platforms.items())
    choices = f" Choices: {', '.join(f'`{_shown(one)}`' for one in row.choices)}." if row.choices else ""
    return (
        f"\n## {row.id}\n\n{row.says}\n\n"
        f"Documented `{_shown(row.documented)}`, observed `{_shown(row.observed)}`{platforms}.{choices} "
        f"Confidence {row.confidence}. Source ({row.date}): <{row.source}>\n"
    )


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# -- what is emulated -----------------------------------------------------------------------------------------------

#: What each call that the server answers does, and what it lacks.
CALLS = {
    "addCard": ("The claim page; signature, codes, openid, stock, limits, release: each refusal with its cause", ""),
    "openCard": ("Opens the card's own page; pushes `user_view_card` where the card asks for it", ""),
    "navigateToMiniProgram": (
        "Asks (from 2.3.0), hides this app, opens the other with scene 1037 and `referrerInfo`",
        "The target must be a project of this world; `envVersion` and `shortLink` are ignored",
    ),
    "navigateBackMiniProgram": ("Back to the app that opened this one, with scene 1038 and `extraData`", ""),
    "exitMiniProgram": ("Closes the app; needs a tap", ""),
    "showToast": ("Shown by the phone, gone after `duration`", ""),
    "showLoading": ("Shown by the phone until hidden", ""),
    "hideToast": ("", "`noConflict` is ignored"),
    "hideLoading": ("", "`noConflict` is ignored"),
    "showModal": ("With `editable`", ""),
    "showActionSheet": ("", ""),
    "request": (
        "Real HTTP, from this machine; hosts of the world's table go where it says",
        "The list of allowed domains is not checked; `onChunkReceived` never fires; no HTTP/2, QUIC, caching",
    ),
    "login": ("A code for `/sns/jscode2session`, good once", ""),
    "checkSession": ("", "Always ok"),
    "setClipboardData": ("The phone's own clipboard", "WeChat's own toast after it is not shown"),
    "getClipboardData": ("The phone's own clipboard", ""),
    "vibrateShort": ("Stands in the journal", "Nothing can be felt"),
    "authorize": ("Asks once for each scope", "Which scopes a library asks for by itself is not checked"),
    "getSetting": ("With `withSubscriptions`", "No items in `subscriptionsSetting`"),
    "openSetting": ("A list of what was asked so far, to be changed", ""),
    "getUserInfo": ("With `signature`, `encryptedData` and `iv`", ""),
    "getUserProfile": ("微信用户, or real names by the switch `profile.names`: then the user is asked", ""),
    "getPhoneNumber": ("By the button; `code` for `/wxa/business/getuserphonenumber`, and sealed", "No quota"),
    "chooseAvatar": ("By the button; a file of yours or a sample", ""),
    "getLocation": ("The user is asked; an answer's `values` say where", ""),
    "getFuzzyLocation": ("The user is asked", ""),
    "chooseLocation": ("A form in place of the map", ""),
    "chooseAddress": ("A form in place of the address book", ""),
    "chooseInvoiceTitle": ("A form in place of the list", ""),
    "scanCode": ("A form to type what the code says", "No camera"),
    "makePhoneCall": ("Asks; nobody is called", ""),
    "chooseImage": ("Files of yours or samples", "No camera, no compression"),
    "chooseMedia": ("Files of yours or samples", "No camera, no compression"),
    "chooseVideo": ("A file of yours or a sample", "No camera, no compression"),
    "chooseMessageFile": ("Files of yours or samples", "`extension` is not looked at"),
    "saveImageToPhotosAlbum": ("Asks for `scope.writePhotosAlbum`", "There is no album to look at"),
    "saveVideoToPhotosAlbum": ("Asks for `scope.writePhotosAlbum`", "There is no album to look at"),
    "requestPayment": ("The user pays or leaves", "No signature is checked, no money moves, no merchant is told"),
    "requestSubscribeMessage": (
        "`accept` or `reject` for each template",
        "Titles are the ids; nothing is sent",
    ),
    "uploadFile": ("Real HTTP, from this machine, `multipart/form-data`", "Progress is told once"),
    "downloadFile": ("Real HTTP, from this machine", "Progress is told once"),
    "connectSocket": (
        "A real line, from this machine; five at most",
        "Domains are not checked; in V8 every server is down",
    ),
    "sendSocketMessage": ("Text and bytes", ""),
    "closeSocket": ("", ""),
    "memberCardOpen": ("The component's own question; no other app has it", ""),
    "memberCardSubmit": ("The component's own; takes and activates the card", ""),
}

#: What the calls that the runtime answers by itself lack.
LOCAL_LACKS = {
    "getSystemInfo and its parts": "One device a platform; all permissions are given",
    "getLogManager, getRealtimeLogManager, report…": "What is written goes nowhere",
    "getUpdateManager": "There is never a newer version",
    "on… of keyboard, lazy loading, sensors, routes, clipboard": "They never fire",
    "start… and stop… of sensors": "They succeed, and nothing is measured",
    "createSelectorQuery, createIntersectionObserver, pageScrollTo": "In V8 nothing has a size or a place",
    "getFileSystemManager": "Files are in memory: gone when the mini-program starts anew; no `open`, `read`, `unzip`",
    "createCanvasContext, canvasTo…, canvas nodes": "In V8 nothing is drawn: contexts take every call",
    "createVideoContext, createInnerAudioContext, getBackgroundAudioManager": "In V8 they tell `play` and `pause` only",
    "getRecorderManager": "The recording is empty",
    "previewImage, previewMedia, openLocation, openDocument": "In the browser; place and document are named, not drawn",
    "getImageInfo": "In V8 only PNG can be measured",
    "createMapContext": "Answers what the map's properties say; what changes the map is not seen",
    "createCameraContext": "`takePhoto` gives a grey picture; nothing is filmed",
    "createLivePlayerContext, createLivePusherContext": "Every method fails",
    "cloud": "A function is a `POST` to `https://cloud-functions.invalid/NAME`, a container a request to "
    "`https://cloud-containers.invalid`: your `hosts`, `--map` or a scenario's `backend` answer, else it fails; the "
    "database is empty and cannot be written to; files fail",
    "Bluetooth, Wi-Fi, beacons, NFC, fingerprints (SOTER), services of the local net": (
        "The calls are there and fail as on a phone that has none of it: 10001, 12001, 11000, 13000, 90001"
    ),
    "createWorker": "On the app's own thread, which waits for it; `wx` is not there, and the system takes none away",
    "worklet, router": "As a web view draws: a motion is at its end at once, pages open in the usual way",
    "createRewardedVideoAd, createInterstitialAd": "There is never an ad: 1004, as phones say for want of one",
    "showShareMenu, hideShareMenu, updateShareMenu": "The menu is the phone's own and does not change",
    "compressImage, getVideoInfo, setBackgroundTextStyle, setTopBarText, setWindowSize": "Nothing changes",
}

_VIEWS = "Views count only where the card asks for `user_view_card`; a day without anything has no row"

#: What each path of the merchant API does, and what it lacks.
PATHS = {
    "/cgi-bin/token": ("`access_token`; an older one stays good until its time is over", ""),
    "/cgi-bin/stable_token": ("The same token for all, with the time that remains; `force_refresh` and its limits", ""),
    "/sns/jscode2session": ("`openid`, `session_key`, `unionid` where accounts are bound", ""),
    "/wxa/business/getuserphonenumber": ("By the button's code, once", ""),
    "/cgi-bin/ticket/getticket": ("`type` `wx_card` and `jsapi`", "No daily quota, unless a fault is ordered"),
    "/cgi-bin/getcallbackip": ("This machine", ""),
    "/cgi-bin/get_api_domain_ip": ("This machine", ""),
    "/card/create": ("All card types, with checks of `base_info`", "No look at pictures"),
    "/card/get": ("", ""),
    "/card/batchget": ("By `status_list`, the newest first", ""),
    "/card/update": (
        "`send_check`; what may not change is left alone, and the journal says so",
        "No limits of single texts",
    ),
    "/card/delete": ("Claimed cards stay good", ""),
    "/card/modifystock": ("Never below 0, nor above the deposited codes", ""),
    "/card/paycell/set": ("Needs shops", "The cell is not drawn on the card"),
    "/card/selfconsumecell/set": ("Needs shops", "The cell is not drawn on the card"),
    "/card/code/decrypt": ("A refusal says what was given instead of an encrypted code", ""),
    "/card/code/get": ("With and without `check_consume`", ""),
    "/card/code/consume": ("Once; pushes `user_consume_card`", ""),
    "/card/code/mark": ("Kept with the code", "Cards shared by friends are not emulated, so no other could redeem it"),
    "/card/code/unavailable": ("For good", ""),
    "/card/code/update": ("Codes of the merchant's own", ""),
    "/card/code/deposit": ("Given out in order; `duplicate_code`, `fail_code`", ""),
    "/card/code/getdepositcount": ("", ""),
    "/card/code/checkcode": ("", ""),
    "/card/user/getcardlist": ("By the account's own openid", ""),
    "/card/membercard/activateuserform/set": ("Required and optional form", ""),
    "/card/membercard/activate/geturl": ("The three parameters for the component", ""),
    "/card/membercard/activatetempinfo/get": ("", ""),
    "/card/membercard/activate": ("Again: updates the membership", ""),
    "/card/membercard/userinfo/get": ("", ""),
    "/card/membercard/updateuser": ("Totals and deltas; pushes `update_member_card`", "The member gets no message"),
    "/card/getcolors": ("", ""),
    "/card/qrcode/create": ("One card or several", "No picture behind `show_qrcode_url`"),
    "/card/landingpage/create": ("", "No page behind the url"),
    "/card/mpnews/gethtml": ("", ""),
    "/card/testwhitelist/set": ("Replaces the whole list; these people need not wait for the review", ""),
    "/card/movieticket/updateuser": ("Kept with the code", "Not drawn on the card"),
    "/card/boardingpass/checkin": ("Kept with the code", "Not drawn on the card"),
    "/card/meetingticket/updateuser": ("Kept with the code", "Not drawn on the card"),
    "/card/luckymoney/updateuserbalance": ("Kept with the code", "Not drawn on the card"),
    "/card/paygiftcard/add": ("", "Nobody pays here, so no card is given by the rule"),
    "/card/paygiftcard/delete": ("", ""),
    "/card/paygiftcard/getbyid": ("", ""),
    "/card/paygiftcard/batchget": ("By type, and by whether it is in force", ""),
    "/card/location/batchadd": ("Out of use at WeChat, still in SDKs", ""),
    "/card/location/batchget": ("Out of use at WeChat, still in SDKs", ""),
    "/card/generalcard/activate": ("Gift cards (`GENERAL_CARD`)", "Not drawn on the card"),
    "/card/generalcard/unactivate": ("", ""),
    "/card/generalcard/updateuser": ("Totals and deltas", "Not drawn on the card"),
    "/datacube/getcardbizuininfo": ("By the day, until yesterday", _VIEWS),
    "/datacube/getcardcardinfo": ("By the day and card, until yesterday", _VIEWS),
    "/datacube/getcardmembercardinfo": ("By the day, until yesterday", _VIEWS),
    "/datacube/getcardmembercarddetail": ("By the day, until yesterday", _VIEWS),
}

#: What the components with behaviour lack.
COMPONENT_LACKS = {
    "audio": "The browser's own player; in V8 only `play` and `pause` are told",
    "button": "`open-type`: `launchApp` fails in words; `contact` and `feedback` tell their event and lead nowhere; "
    "`share` asks the page, and its answer stands in the journal",
    "canvas": "In V8 nothing is drawn",
    "video": "The browser's own player: no bullet comments, casting, floating window",
    "tap-gesture-handler, double-tap-gesture-handler, long-press-gesture-handler, pan-gesture-handler, "
    "horizontal-drag-gesture-handler, vertical-drag-gesture-handler, scale-gesture-handler, "
    "force-press-gesture-handler": "By fingers and mouse, with Flutter's lengths and times; `force-press` never "
    "comes; with `native-view` they watch a scroll and do not hold it; in V8 `tap` and `longpress` reach theirs, "
    "without a place; drags are not recorded",
    "image": "`fade-in` and `show-menu-by-longpress` are ignored",
    "action-sheet, loading, modal, toast": "As old projects write them; their looks are those of the calls",
    "contact-button": "Tells `contact` and leads nowhere",
    "input, textarea": "No keyboard of our own, so no `bindkeyboardheightchange`; safe passwords are plain ones",
    "movable-view": "No `htouchmove` and `vtouchmove`; what the page moves is told once; in V8 there are no edges",
    "open-data": "Name and picture of the user; of groups only `default-text` and `default-avatar`",
    "page-meta": "No `root-font-size`, orientation, `bindscroll`",
    "root-portal": "In V8 it stays in its place",
    "picker": "`region`: province, city and district; no sub-district",
    "scroll-view": "`enhanced` options, `reverse`, anchoring and sticky are ignored",
    "share-element": "Flies between a page and its `page-container`; in V8 it stays in its place; nothing of Skyline's",
    "swiper": "`layout-type`, `transformer-type` and the indicator's shape are ignored",
    "web-view": "A box that names the address; no page is loaded",
}

_EMULATED_HEAD = """# What is emulated

Made from the code. What has no remark is meant to behave as the manual says, or as the
[discrepancy book](discrepancies.md) does.
"""

_NO_PATHS = """
Every other path is answered with 40066; its cause names the nearest path there is. Not there: uploads
of pictures, the shop of gift cards (`/card/giftcard`), sub-merchants, coupon points (`/card/pay`), invoices.
"""

_NOT = """
## Not at all

Skyline (its pages are drawn as a web view draws them). Components and pages of a plugin are boxes that name
it, and what `requirePlugin` gives takes every call and does nothing. `useExtendedLib` takes `weui` from
`node_modules/weui-miniprogram`, no other library.
A sub-package's code runs when it is first needed, but its bytes come with the rest: it is there at once.
"""


def emulated_page() -> str:
    """The page ``docs/emulated.md``. Raises KeyError for a call or path that has no remark in the tables above."""
    since = {name: row for rows in wx_groups().values() for name, row in rows.items()}
    served = [(f"`wx.{name}`", since.get(name, "own"), *CALLS[name]) for name in wx.HANDLERS]
    local = [(group, ", ".join(f"`{name}`" for name in rows)) for group, rows in wx_groups().items() if group != SERVED]
    paths = [(f"`{path}`", *PATHS[path]) for path in (*api.OPEN_HANDLERS, *api.HANDLERS)]
    tags = components()
    return "".join((
        _EMULATED_HEAD,
        "\n## `wx`, answered by WeChat (the server)\n\n",
        _table(("call", "since", "what it does", "what it lacks"), served),
        "\n## `wx`, answered inside the mini-program\n\n",
        _table(("about", "names"), local),
        "\n",
        _table(("of these", "what they lack"), LOCAL_LACKS.items()),
        "\nEvery other official name is `undefined`, and the journal says so when it is read.\n",
        "\n## The merchant's API\n\n",
        _table(("path", "what it does", "what it lacks"), paths),
        _NO_PATHS,
        "\n## Built-in components\n\n",
        _table(("how", "tags"), [(how, ", ".join(f"`{tag}`" for tag in names)) for how, names in tags.items()]),
        "\n",
        _table(("of these", "what they lack"), COMPONENT_LACKS.items()),
        _NOT,
    ))  # fmt: skip


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


#: The group of ``table.ts`` whose calls the server answers.
SERVED = "answered by the server"


def wx_groups() -> dict[str, dict[str, str]]:
    """The names of ``wx`` by the headings of the runtime's table, each with the base library it came with."""
    text = _between((WEB / "runtime" / "wx" / "table.ts").read_text("utf-8"), "export const TABLE", "\n}\n")
    groups: dict[str, dict[str, str]] = {}
    for part in re.split(r"^  // ", text, flags=re.MULTILINE)[1:]:
        heading, rows = part.split("\n", 1)
        groups[heading] = {}
        for row in re.split(r"^  (?=\w+: \{)", rows, flags=re.MULTILINE)[1:]:
            since = re.search(r"since: '([\d.]+)'", row)
            groups[heading][row.split(":", 1)[0]] = since[1] if since else "1.0.0"
    return groups


def components() -> dict[str, list[str]]:
    """The tags of the built-in components by what they are."""
    sources = {path.name: path.read_text("utf-8") for path in sorted((WEB / "builtins").glob("*.ts"))}
    full = [
        tag
        for text in sources.values()
        for body in re.findall(r"^export const \w+ = \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL)
        for tag in re.findall(r"^  '?([a-z][a-z-]*)'?(?:: |,$)", body, re.MULTILINE)
    ]
    return {
        "with their behaviour": sorted(full),
        "plain boxes, without a behaviour of their own": _strings(sources["basic.ts"], "const BOXES"),
        "a labelled box in their place": _strings(sources["media.ts"], "const BOXED"),
    }


def _strings(text: str, start: str) -> list[str]:
    return re.findall(r"'([^']+)'", _between(text, start, "]"))


def _between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


# -- the admin API --------------------------------------------------------------------------------------------------

_ADMIN_HEAD = """# The admin API

Any program can look into the running emulator and order what happens next. Made from the code; the emulator itself
answers `GET /_wxemu/openapi.json` with the same as [OpenAPI 3.1](https://spec.openapis.org/oas/v3.1.0), for your
generator or viewer, and [admin.d.ts](admin.d.ts) has it for TypeScript. Examples of every
request: [protocol.md](protocol.md).

Base address and token are in the first line of `wxemu demo --format json` (`admin`, `token`):

```sh
curl -H "Authorization: Bearer $TOKEN" "$ADMIN/wallet"
```

Requests and answers are JSON. A mistake is answered with 400 and `{"error": {"message": …}}`, a wrong token with 401, a
page of another origin with 403. With several phones `?phone=p2` names one.
"""


def admin_page() -> str:
    """The page ``docs/admin-api.md``."""
    return _ADMIN_HEAD + "".join(_request(path, verb, *about) for (path, verb), about in OPERATIONS.items())


def _request(path: str, verb: str, summary: str, body: Schema | None) -> str:
    takes = "" if body is None else f"body: {type_of(body)}\n"
    return f"\n## `{verb} {path}`\n\n{summary}.\n\n```ts\n{takes}answer: {ANSWERS.get((path, verb), 'object')}\n```\n"


PAGES: dict[str, Callable[[], str]] = {
    "admin-api": admin_page,
    "discrepancies": discrepancy_page,
    "emulated": emulated_page,
}

if __name__ == "__main__":
    if sys.argv[1:] not in [[name] for name in PAGES]:
        sys.exit(f"usage: python -m emulator.docs {' | '.join(PAGES)}")
    print(PAGES[sys.argv[1]](), end="")
