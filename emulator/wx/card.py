"""https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"""

from typing import Any

from ..calls import Call, Handler, Steps
from ..cards import HeldCard
from ..claims import Verdict, claim_page, is_merchant_coupon, judge, nonce_key, report
from ..crypto import text_of
from ..errors import Cause, WxError
from ..params import check
from ..questions import Sheet, Shown
from ..wallet import view_card


def add_card(call: Call) -> Steps:
    check({"cardList": []}, call.params)
    items = call.params["cardList"]
    if is_merchant_coupon(items):
        raise WxError("unsupported merchant coupon", Cause("card.merchant-coupon"))
    _may_use_cards(call)
    first = verdicts = _judge(call, items)
    _in_words_if_hopeless(call, verdicts)

    answer = yield Sheet("addCard", lambda: claim_page(call.world, first))
    refused = _first_cause(verdicts)
    if answer["action"] != "confirm":
        raise WxError("cancel", _why_cancelled(verdicts))
    if verdicts and all(verdict.cause for verdict in verdicts):
        raise WxError("cancel", refused)

    if call.waited:
        verdicts = _judge(call, items)
        _in_words_if_hopeless(call, verdicts)
    refused = _first_cause(verdicts)
    if verdicts and (all(verdict.cause for verdict in verdicts) or _whole_call_fails(call, verdicts)):
        raise WxError("cancel" if call.world.switches["addCard.report"] == "page" else _words(call, refused), refused)
    only = answer.get("only")
    if only is not None:
        _leave_out(verdicts, only)
    call.cause = _first_cause(verdicts)
    return {"cardList": [_claim(call, verdict) for verdict in verdicts]}


def open_card(call: Call) -> Steps | dict[str, Any]:
    """https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.openCard.html

    Success holds only errMsg."""
    check({"cardList": []}, call.params)
    _may_use_cards(call)
    found = [_held(call, item) for item in call.params["cardList"]]
    held = [one for one in found if isinstance(one, HeldCard)]
    causes = [one for one in found if isinstance(one, Cause)]
    call.cause = causes[0] if causes else None
    if causes and (not held or call.phone.settings.platform != "devtools"):
        raise WxError("invalid card code", causes[0])
    for one in held:
        view_card(call.world, one)
    shown = Shown("card", [(one.card_id, one.code) for one in held])
    if held and call.world.switches["openCard.success"] == "closed":
        return _until_left(shown)
    if held:
        call.phone.open_screen(shown.kind, shown.codes)
    return {}


def _until_left(shown: Shown) -> Steps:
    yield shown
    return {}


HANDLERS: dict[str, Handler] = {"addCard": add_card, "openCard": open_card}


def _judge(call: Call, items: list[Any]) -> list[Verdict]:
    verdicts = judge(call.world, call.phone.user.id, call.app.app_id, items)
    call.notes["verdicts"] = [
        {"cardId": verdict.item.get("cardId"), "cause": verdict.cause.id if verdict.cause else None}
        for verdict in verdicts
    ]
    return verdicts


def _leave_out(verdicts: list[Verdict], only: list[str]) -> None:
    """A rule has ordered that only these cards are added."""
    for verdict in verdicts:
        if verdict.cause is None and verdict.item.get("cardId") not in only:
            verdict.cause = Cause("rule.partly", {"card": verdict.item.get("cardId")})


def _may_use_cards(call: Call) -> None:
    """Only a verified mini-program may, and only for cards of an official account bound to it."""
    world, app_id = call.world, call.app.app_id
    if world.projects[app_id].privileged:
        return
    account = world.accounts.get(app_id)
    refusal = world.switches["account.refusal"]
    if account is None or not account.verified:
        raise WxError(refusal, Cause("account.not-verified", {"app": app_id}))
    for item in call.params["cardList"]:
        card = world.cards.get(str(item.get("cardId"))) if isinstance(item, dict) else None
        if card and card.app_id != app_id and not world.accounts.bound(app_id, card.app_id):
            raise WxError(refusal, Cause("account.not-bound", {"app": app_id, "account": card.app_id}))


def _in_words_if_hopeless(call: Call, verdicts: list[Verdict]) -> None:
    """Where errors are reported in words, a call that can add nothing fails at once, without a claim page."""
    if call.world.switches["addCard.report"] != "words":
        return
    hopeless = bool(verdicts) and all(verdict.cause for verdict in verdicts)
    if hopeless or _whole_call_fails(call, verdicts):
        cause = _first_cause(verdicts)
        raise WxError(_words(call, cause), cause)


def _whole_call_fails(call: Call, verdicts: list[Verdict]) -> bool:
    return call.world.switches["addCard.mixed"] == "fail" and any(verdict.cause for verdict in verdicts)


def _first_cause(verdicts: list[Verdict]) -> Cause | None:
    return next((verdict.cause for verdict in verdicts if verdict.cause), None)


def _why_cancelled(verdicts: list[Verdict]) -> Cause:
    hopeless = bool(verdicts) and all(verdict.cause for verdict in verdicts)
    cause = _first_cause(verdicts)
    return cause if hopeless and cause else Cause("user.cancelled")


def _words(call: Call, cause: Cause | None) -> str:
    assert cause is not None
    said = report(cause)
    if call.phone.settings.platform != "devtools":
        wrong = cause.id.startswith("signature.")
        return str(call.world.switches["addCard.signature-words"]) if wrong else said.words
    before = "系统错误，错误码：" if call.phone.settings.language.startswith("zh") else "System error, error code:"
    return f"{before}{said.errcode},{said.words}"


def _claim(call: Call, verdict: Verdict) -> dict[str, Any]:
    given = {"cardId": verdict.item.get("cardId"), "cardExt": verdict.item.get("cardExt")}
    card, ext = verdict.card, verdict.ext
    if verdict.cause is not None or card is None:
        none = {"code": ""} if call.world.switches["addCard.failed-code"] == "empty" else {}
        return {**none, **given, "isSuccess": False}
    world = call.world
    card = world.cards.setdefault(card.card_id, card)
    for waived in verdict.waived:
        world.journal.add("wechat", "world.open", ok=False, app=call.app.app_id, instance=call.app.instance,
                          says_id="says.world.open", says_values={"card": card.card_id}, cause=waived)  # fmt: skip
    given_code = text_of(ext["code"]) if card.custom_code else ""
    key = nonce_key(card, ext)
    if key:
        world.used_nonces[key] = True
    outer = ext.get("outer_str")
    held = world.take_card(
        card, call.phone.user.id, given_code, call.app.app_id, None if outer is None else text_of(outer)
    )
    begin = ext.get("fixed_begintimestamp")
    if begin and card.base.get("date_info", {}).get("type") == "DATE_TYPE_FIX_TERM":
        held.begin, held.end = card.validity(int(text_of(begin)))
    return {"code": world.encrypt(card, held.code), **given, "isSuccess": True}


def _held(call: Call, item: Any) -> HeldCard | Cause:
    """The user's card that this entry of openCard names, or why there is none."""
    entry = item if isinstance(item, dict) else {}
    world, card_id = call.world, text_of(entry.get("cardId"))
    code = text_of(entry.get("code") or "")
    card = world.cards.get(card_id)
    if card is None:
        return Cause("card.unknown", {"card": card_id})
    held = world.held.find(code, card_id)
    if held is not None and held.user == call.phone.user.id and held.status != "DELETE":
        return held
    if world.accounts.cipher(card.app_id).decrypt(code) is not None:
        return Cause("code.encrypted-given")
    return Cause("code.unknown", {"code": code})
