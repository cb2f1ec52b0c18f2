"""How cards reach people: QR codes, shelves, articles, the test white list.

https://developers.weixin.qq.com/doc/subscription/en/guide/product/card/Distributing_Coupons_Vouchers_and_Cards.html
"""

from typing import Any
from urllib.parse import quote

from ..calls import Call, Handler
from ..cards import COLOURS
from ..errors import ApiError, Cause
from .reading import OK, card_of_account, needed, own_card, own_user, refused, whole_number

_SCENES = frozenset({
    "SCENE_NEAR_BY", "SCENE_MENU", "SCENE_QRCODE", "SCENE_ARTICLE", "SCENE_H5", "SCENE_IVR", "SCENE_CARD_CUSTOM_CELL",
})  # fmt: skip

#: Seconds: a QR code without an end of its own lives for a year.
_YEAR = 365 * 86_400

#: Most openids and names on the test white list.
_WHITE = 10


def create_qr_code(call: Call) -> dict[str, Any]:
    """``QR_CARD`` for one card, ``QR_MULTIPLE_CARD`` for several."""
    action, info = call.params.get("action_name"), call.params.get("action_info")
    if action is None:
        raise ApiError(40053, refused("action_name", action))
    rows = _qr_rows(action, info)
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise ApiError(40053, Cause("qr.bad-action", {"action": action}))
    for row in rows:
        card = card_of_account(call, row.get("card_id"))
        if card.bind_openid and row.get("openid"):
            own_user(call, row["openid"])
    life = whole_number(call, "expire_seconds", _YEAR) or _YEAR
    ticket = call.world.seed.draw("qr", 96, "gQ")
    url = f"http://weixin.qq.com/q/{call.world.seed.derive('qr-url', ticket, 22)}"
    call.world.spread[ticket] = {
        "kind": "qr",
        "app_id": call.account,
        "url": url,
        "cards": rows,
        "ends": call.now + life,
    }
    show = f"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={quote(ticket, safe='')}"
    return {**OK, "ticket": ticket, "expire_seconds": life, "url": url, "show_qrcode_url": show}


def create_landing_page(call: Call) -> dict[str, Any]:
    """A shelf of cards in a web page."""
    rows = needed(call, "card_list")
    scene = call.params.get("scene")
    if not isinstance(scene, str) or scene not in _SCENES:
        raise ApiError(40097, refused("scene", scene))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ApiError(47001, refused("card_list", rows))
    for row in rows:
        call.world.step_card(card_of_account(call, row.get("card_id")), "dispatch")
    number = call.world.seed.count("landing-page")
    url = f"https://mp.weixin.qq.com/bizmall/cardshelf?shelf_id={number}&biz={call.account}&type=show&v=1"
    call.world.spread[url] = {"kind": "page", "app_id": call.account, "url": url, "cards": rows, "ends": None}
    return {**OK, "url": url, "page_id": number}


def article_html(call: Call) -> dict[str, Any]:
    """What a mass article shows of the card."""
    card = own_card(call)
    source = f"http://mp.weixin.qq.com/bizmall/cardshow?action=show&cardid={quote(card.card_id)}"
    return {**OK, "content": f'<iframe class="res_iframe card_iframe js_editor_card" data-src="{source}"></iframe>'}


def set_white_list(call: Call) -> dict[str, Any]:
    """Replaces the whole list."""
    openids, names = call.params.get("openid") or [], call.params.get("username") or []
    if not isinstance(openids, list) or not isinstance(names, list) or len(openids) + len(names) > _WHITE:
        raise ApiError(40097, Cause("white-list.too-long", {"max": _WHITE}))
    for openid in openids:
        own_user(call, openid)
    account, accounts = call.world.accounts[call.account], call.world.accounts
    users = {phone.user.id for phone in call.world.phones.values() if phone.user.nick_name in names}
    account.white_list = [*map(str, openids), *(accounts.openid(account.app_id, user) for user in sorted(users))]
    if call.world.switches["white-list.reply"] == "bare":
        return dict(OK)
    return {**OK, "white_list_size": len(account.white_list), "success_openid": openids, "success_username": names}


def colours(call: Call) -> dict[str, Any]:
    values = {**COLOURS, "Color010": call.world.switches["color.010"]}
    return {**OK, "colors": [{"name": name, "value": value} for name, value in values.items()]}


HANDLERS: dict[str, Handler] = {
    "/card/qrcode/create": create_qr_code,
    "/card/landingpage/create": create_landing_page,
    "/card/mpnews/gethtml": article_html,
    "/card/testwhitelist/set": set_white_list,
}

WITH_TOKEN: dict[str, Handler] = {"/card/getcolors": colours}


def _qr_rows(action: Any, info: Any) -> list[Any]:
    if not isinstance(info, dict):
        return []
    if action == "QR_CARD":
        return [info.get("card")]
    several = info.get("multiple_card")
    rows = several.get("card_list") if action == "QR_MULTIPLE_CARD" and isinstance(several, dict) else None
    return rows if isinstance(rows, list) else []
