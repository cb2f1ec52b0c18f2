"""What the manual says of cards, sentence by sentence, and how each is recognised in a journal.

The page: https://mp.weixin.qq.com/debug/wxadoc/dev/api/card.html
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..accounts import COMPONENT
from ..journal import Entry
from ..texts import Says
from .expect import MISSING, compare

URL = "https://mp.weixin.qq.com/debug/wxadoc/dev/api/card.html"

#: Entries that are not of the app itself: the merchant's server and events, and the component.
_OTHERS = ("api.", "event.", "wx.memberCard")

#: Base libraries below have no cards.
SINCE = (1, 1, 0)


@dataclass(frozen=True)
class InText:
    """A text that is JSON and holds this."""

    value: Any


@dataclass(frozen=True)
class AtLeast:
    """A list of so many."""

    count: int


@dataclass(frozen=True)
class Not:
    """Anything but what holds this."""

    value: Any


@dataclass(frozen=True)
class Trace:
    """A journal entry: its kind and phase, what its detail ``holds`` at least, and where its cause begins. ``old``: on
    a base library without cards."""

    kind: str
    phase: str = "event"
    holds: dict[str, Any] = field(default_factory=dict)
    cause: str = ""
    old: bool = False

    def fits(self, entry: Entry, old: bool) -> bool:
        return (
            entry.phase == self.phase
            and (not self.old or old)
            and (not self.cause or (entry.cause is not None and entry.cause.id.startswith(self.cause)))
            and holds(self.holds, entry.detail)
        )

    @property
    def label(self) -> str:
        """What to make happen, in few words."""
        more = [self.cause] if self.cause else list(_words(self.holds))
        name = self.kind.removeprefix("wx.").removeprefix("api.") + (" on an old base library" if self.old else "")
        return f"{name} ({', '.join(more)})" if more else name


def _words(wanted: Any, key: str = "") -> Iterator[str]:
    """The innermost of what is wanted: ``cardExt.code``, ``isSuccess false``."""
    if isinstance(wanted, dict):
        for name, value in wanted.items():
            yield from _words(value, name)
    elif isinstance(wanted, list):
        for one in wanted:
            yield from _words(one, key)
    elif isinstance(wanted, InText):
        yield from (f"{key}.{name}" for name in wanted.value)
    elif isinstance(wanted, AtLeast):
        yield f"{wanted.count} in {key}"
    elif isinstance(wanted, bool):
        yield f"{key} {str(wanted).lower()}"
    elif isinstance(wanted, str):
        yield f"{key} {wanted.removeprefix('$matches ')}" if wanted not in ("$any", _SOME) else key


#: Traces that one case leaves, in this order.
Part = tuple[Trace, ...]


@dataclass(frozen=True)
class Sentence:
    """``parts`` must all have been seen, in whatever cases, before the sentence counts as exercised."""

    id: str
    says: Says
    parts: tuple[Part, ...]
    url: str = URL


def holds(wanted: Any, got: Any) -> bool:
    """Objects hold at least what is wanted; of a list some element must hold each wanted one."""
    if isinstance(wanted, InText):
        return isinstance(got, str) and holds(wanted.value, _read(got))
    if isinstance(wanted, Not):
        return not holds(wanted.value, got)
    if isinstance(wanted, AtLeast):
        return isinstance(got, list) and len(got) >= wanted.count
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(holds(value, got.get(key, MISSING)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and all(any(holds(one, other) for other in got) for one in wanted)
    if isinstance(wanted, str) and wanted.startswith("$"):
        return compare(wanted, got, "") is None
    return type(wanted) is type(got) and wanted == got


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return MISSING


def seen_parts(entries: Iterable[Entry], app_id: str, base_library: str) -> list[str]:
    """What of the manual one case has shown, as ``sentence/part``."""
    old = tuple(int(number) for number in base_library.split(".")) < SINCE
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.app == app_id or entry.kind.startswith(_OTHERS):
            by_kind.setdefault(entry.kind, []).append(entry)
    return [
        f"{sentence.id}/{number}"
        for sentence in SENTENCES
        for number, part in enumerate(sentence.parts)
        if _seen(part, by_kind, old)
    ]


def _seen(part: Part, by_kind: dict[str, list[Entry]], old: bool) -> bool:
    after = 0
    for trace in part:
        entry = next((one for one in by_kind.get(trace.kind, ()) if one.seq > after and trace.fits(one, old)), None)
        if entry is None:
            return False
        after = entry.seq
    return True


@dataclass(frozen=True)
class Exercised:
    """A sentence after a run: in which ``cases`` a part of it was seen, and which parts in none."""

    sentence: Sentence
    cases: list[str]
    missing: list[Part]

    @property
    def covered(self) -> str:
        """``yes``, ``partly`` or ``no``."""
        return "yes" if not self.missing else "partly" if self.cases else "no"

    @property
    def left(self) -> list[str]:
        """What is still to be made happen, part by part."""
        return [" → ".join(trace.label for trace in part) for part in self.missing]

    def to_json(self) -> dict[str, Any]:
        return {"id": self.sentence.id, "says": self.sentence.says, "url": self.sentence.url, "covered": self.covered,
                "cases": self.cases, "missing": self.left}  # fmt: skip


def exercised(seen: Iterable[tuple[str, list[str]]]) -> list[Exercised]:
    """The whole manual, from the cases that passed, each with what :func:`seen_parts` said of it."""
    by_part: dict[str, list[str]] = {}
    for case, parts in seen:
        for part in parts:
            by_part.setdefault(part, []).append(case)
    found = []
    for sentence in SENTENCES:
        names = [f"{sentence.id}/{number}" for number in range(len(sentence.parts))]
        cases = dict.fromkeys(case for name in names for case in by_part.get(name, ()))
        missing = [part for name, part in zip(names, sentence.parts, strict=True) if name not in by_part]
        found.append(Exercised(sentence, list(cases), missing))
    return found


# -- the sentences --------------------------------------------------------------------------------------------------


def _told(name: str, **detail: Any) -> Trace:
    return Trace(name, holds={"detail": detail})


def _asked(name: str, **params: Any) -> Trace:
    return Trace(f"wx.{name}", "start", {"params": params})


def _ended(name: str, cause: str = "", **detail: Any) -> Trace:
    return Trace(f"wx.{name}", "end", detail, cause)


def _api(path: str, **result: Any) -> Trace:
    """The merchant's server asked WeChat for this, and got it."""
    return Trace(f"api.{path}", "end", {"result": result})


def _ext(**values: Any) -> Trace:
    """addCard was called with these in a cardExt."""
    return _asked("addCard", cardList=[{"cardExt": InText(values)}])


_ADDED = _ended("addCard", result={"cardList": [{"isSuccess": True}]})
_SOME = "$matches ."


def _back(extra: Any) -> Trace:
    """The app was shown again, back from the component."""
    return _told("App.onShow", referrerInfo={"appId": COMPONENT, "extraData": extra})


def _sentence(id_: str, zh: str, en: str, *parts: Trace | Part) -> Sentence:
    return Sentence(id_, {"zh": zh, "en": en}, tuple((one,) if isinstance(one, Trace) else one for one in parts))


SENTENCES: tuple[Sentence, ...] = (
    # wx.addCard
    _sentence("addCard.since", "addCard：基础库 1.1.0 开始支持，低版本需做兼容处理",
              "addCard: from base library 1.1.0 on; lower versions must be provided for",
              _asked("addCard"), Trace("App.onLaunch", old=True)),
    _sentence("addCard.several", "批量添加卡券", "Adds several cards at once",
              (_asked("addCard", cardList=AtLeast(2)), _ADDED)),
    _sentence("addCard.success", "success：接口调用成功的回调函数", "success: called where the call succeeds",
              _told("addCard.success")),
    _sentence("addCard.fail", "fail：接口调用失败的回调函数", "fail: called where the call fails",
              _told("addCard.fail")),
    _sentence("addCard.complete", "complete：接口调用结束的回调函数（调用成功、失败都会执行）",
              "complete: called at the end, after success and after failure",
              _told("addCard.complete", errMsg="addCard:ok"),
              _told("addCard.complete", errMsg="$matches ^addCard:fail")),
    _sentence("addCard.ok", "addCard:ok：添加卡券成功", "addCard:ok: the cards were added",
              _told("addCard.success", errMsg="addCard:ok"), _told("addCard.complete", errMsg="addCard:ok")),
    _sentence("addCard.cancel", "addCard:fail cancel：用户取消添加卡券",
              "addCard:fail cancel: the user does not want them", _ended("addCard", "user.cancelled")),
    _sentence("addCard.detail",
              "addCard:fail (detail message)：添加卡券失败，其中 detail message 为后台返回的详细失败原因",
              "addCard:fail (detail message): failed, with the reason that the back end gives",
              _ended("addCard", error="$matches ^(?!cancel$).")),
    # cardExt
    _sentence("cardExt.text", "cardExt 需进行 JSON 序列化为字符串传入", "cardExt is given as JSON text", _ext()),
    _sentence("cardExt.code", "code：仅自定义 code 模式的卡券须填写，非自定义 code 模式卡券不可填写",
              "code: needed by cards with custom codes, and by no others",
              (_ext(code=_SOME), _ADDED), _ended("addCard", "code.needed"), _ended("addCard", "code.not-allowed")),
    _sentence("cardExt.openid", "openid：指定领取者，只有该用户能领取。bind_openid 为 true 必须填写，为 false 不可填写",
              "openid: only this user can take the card. Needed where bind_openid is true, forbidden where not",
              (_ext(openid=_SOME), _ADDED), _ended("addCard", "openid.needed"), _ended("addCard", "openid.not-allowed"),
              _ended("addCard", "openid.other-user")),
    _sentence("cardExt.timestamp", "timestamp：时间戳，单位为秒", "timestamp: in seconds",
              (_ext(timestamp="$any"), _ADDED)),
    _sentence("cardExt.nonce_str", "nonce_str：不同添加请求须动态生成，若重复将会导致领取失败",
              "nonce_str: another one for each request; a repeated one makes the claim fail",
              (_ext(nonce_str=_SOME), _ADDED), _ended("addCard", "nonce.reused")),
    _sentence("cardExt.fixed_begintimestamp",
              "fixed_begintimestamp：卡券在第三方系统的实际领取时间，DATE_TYPE_FIX_TERM 专用",
              "fixed_begintimestamp: when the card was really taken; for DATE_TYPE_FIX_TERM",
              (_ext(fixed_begintimestamp="$any"), _ADDED)),
    _sentence("cardExt.outer_str", "outer_str：领取渠道参数，用于标识本次领取的渠道值",
              "outer_str: names the channel of this claim",
              (_ext(outer_str=_SOME), Trace("event.user_get_card", holds={"OuterStr": _SOME}))),
    _sentence("cardExt.signature", "signature：商户将参数按照指定方式进行签名，签名方式使用 SHA1",
              "signature: the merchant signs the parameters in the given way, with SHA-1",
              (_ext(signature=_SOME), _ADDED), _ended("addCard", "signature.")),
    # what success brings
    _sentence("addCard.result.code", "cardList[].code：加密 code，解密请参照 code 解码接口",
              "cardList[].code: encrypted; to be decrypted by the API",
              (_ADDED, _api("/card/code/decrypt"))),
    _sentence("addCard.result.cardId", "cardList[].cardId：用户领取到卡券的 Id", "cardList[].cardId: of the card taken",
              _ended("addCard", result={"cardList": [{"cardId": _SOME, "isSuccess": True}]})),
    _sentence("addCard.result.cardExt", "cardList[].cardExt：与调用时传入的参数相同",
              "cardList[].cardExt: the same as was given",
              _ended("addCard", result={"cardList": [{"cardExt": _SOME, "isSuccess": True}]})),
    _sentence("addCard.result.isSuccess", "cardList[].isSuccess：是否成功",
              "cardList[].isSuccess: whether it was added",
              _ADDED, _ended("addCard", result={"cardList": [{"isSuccess": False}]})),
    # wx.openCard
    _sentence("openCard.since", "openCard：基础库 1.1.0 开始支持，低版本需做兼容处理",
              "openCard: from base library 1.1.0 on; lower versions must be provided for",
              _asked("openCard"), Trace("App.onLaunch", old=True)),
    _sentence("openCard.opens", "查看微信卡包中的卡券", "Shows cards of the wallet", _ended("openCard", result={})),
    _sentence("openCard.several", "openCard 的 cardList：需要打开的卡券列表", "openCard's cardList: the cards to open",
              (_asked("openCard", cardList=AtLeast(2)), _ended("openCard", result={}))),
    _sentence("openCard.code", "openCard 的 code：由 addCard 返回的加密 code 解密后得到",
              "openCard's code: what addCard returned, decrypted",
              (_ADDED, _api("/card/code/decrypt"), _ended("openCard", result={}))),
    _sentence("openCard.success", "openCard 的 success 与 complete", "openCard: success and complete",
              _told("openCard.success"), _told("openCard.complete", errMsg="openCard:ok")),
    _sentence("openCard.fail", "openCard 的 fail 与 complete", "openCard: fail and complete",
              _told("openCard.fail"), _told("openCard.complete", errMsg="$matches ^openCard:fail")),
    _sentence("card.verified", "只有认证小程序才能使用卡券接口", "Only verified mini-programs may use the card calls",
              _ended("addCard", "account.not-verified")),
    # the member-card component
    _sentence("component.create", "创建一张微信会员卡并设置为一键激活模式",
              "A member card is made, for one-tap activation",
              _ended("memberCardOpen", result={"refusal": "$absent"})),
    _sentence("component.form", "设置开卡字段", "The fields of its form are set",
              _ended("memberCardOpen", result={"form": {"required": AtLeast(1)}})),
    _sentence("component.url", "获取开卡组件参数", "The component's parameters are fetched",
              _api("/card/membercard/activate/geturl")),
    _sentence("component.appId", "appId：填写 wxeb490c6f9b154ef9，固定为此 appid", "appId: always wxeb490c6f9b154ef9",
              (_asked("navigateToMiniProgram", appId=COMPONENT), _ended("navigateToMiniProgram", result={}))),
    _sentence("component.encrypt_card_id", "encrypt_card_id：加密 card_id，传入前须 urldecode",
              "encrypt_card_id: to be URL-decoded first",
              _asked("navigateToMiniProgram", appId=COMPONENT, extraData={"encrypt_card_id": "$matches ^[^%]+$"})),
    _sentence("component.outer_str", "outer_str：会员卡领取渠道值，会在卡券领取事件回传给商户",
              "outer_str: the channel, which the event of the claim brings to the merchant",
              (_asked("navigateToMiniProgram", appId=COMPONENT, extraData={"outer_str": _SOME}),
               Trace("event.user_get_card", holds={"OuterStr": _SOME}))),
    _sentence("component.biz", "biz：商户公众号标识参数，传入前须 urldecode",
              "biz: the merchant's official account, to be URL-decoded first",
              _asked("navigateToMiniProgram", appId=COMPONENT, extraData={"biz": "$matches ^[^%#]+$"})),
    _sentence("component.success", "跳转的 success 与 complete，errMsg 为调用结果",
              "The jump's success and complete; errMsg says how it went",
              _told("navigateToMiniProgram.success", errMsg="navigateToMiniProgram:ok"),
              _told("navigateToMiniProgram.complete", errMsg="navigateToMiniProgram:ok")),
    _sentence("component.fail", "跳转的 fail 与 complete，errMsg 为调用结果",
              "The jump's fail and complete; errMsg says how it went",
              _told("navigateToMiniProgram.fail"),
              _told("navigateToMiniProgram.complete", errMsg="$matches ^navigateToMiniProgram:fail")),
    # the return
    _sentence("return.appId", "在 App.onShow 里判断 referrerInfo.appId 是否为开卡小程序，如果不是则中止判断",
              "App.onShow looks whether referrerInfo.appId is the component's, and stops where it is not",
              _told("App.onShow", referrerInfo={"appId": COMPONENT}),
              _told("App.onShow", referrerInfo=Not({"appId": COMPONENT}))),
    _sentence("return.swiped", "没有 extraData：用户未激活，直接左滑 / 点返回键返回",
              "No extraData: the user went back without activating",
              (_ended("memberCardOpen", result={"state": "new"}), _back("$absent"))),
    _sentence("return.active", "没有 extraData：或者用户已经激活", "No extraData: or the user is a member already",
              (_ended("memberCardOpen", result={"state": "active"}), _back("$absent"))),
    _sentence("return.data", "若用户激活成功，可以从 extraData 中获取 activate_ticket card_id code 参数用于下一步操作",
              "Where the user has activated, extraData holds activate_ticket, card_id and code for the next step",
              _back({"activate_ticket": _SOME, "card_id": _SOME, "code": _SOME}),
              (_back({"activate_ticket": _SOME}), _api("/card/membercard/activatetempinfo/get"))),
)  # fmt: skip
