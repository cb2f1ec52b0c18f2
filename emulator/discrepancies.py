"""The discrepancy book: known gaps between manual and phones, and between platforms, each with a switch.

A row holds its value under each *profile*: ``documented`` and ``observed`` say whom to believe; the phone's platform
(``ios``, ``android``, ``devtools``) may say otherwise. A switch set by hand wins over both.
"""

from dataclasses import dataclass, field
from typing import Any

from .errors import BadInput

PROFILES = ("documented", "observed")
PLATFORMS = ("ios", "android", "devtools")


@dataclass(frozen=True)
class Discrepancy:
    """One known difference. ``choices`` is empty for a number. ``confidence``: C official, B read from official
    code, O observed, G guessed."""

    id: str
    says: str
    source: str
    confidence: str
    documented: Any
    observed: Any
    choices: tuple[Any, ...] = ()
    platforms: dict[str, Any] = field(default_factory=dict)


_COMPONENT = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/card/membership-card.html"
_THREAD = "https://developers.weixin.qq.com/community/develop/doc/000ae4b2788a48e22af6f670956000"
_KB = "https://developers.weixin.qq.com/community/develop/doc/000404202081a0b0f15b90f6f5f409"
_ADD = "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.addCard.html"
_NAVIGATE = "https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateToMiniProgram.html"
_BACK = "https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.navigateBackMiniProgram.html"
_LAUNCH = "https://developers.weixin.qq.com/miniprogram/dev/api/base/app/life-cycle/wx.getLaunchOptionsSync.html"

BOOK = {
    row.id: row
    for row in (
        Discrepancy(
            "addCard.report",
            "How a card that cannot be claimed is reported: in words in errMsg, or only on the claim page, "
            "after which the app hears addCard:fail cancel.",
            "https://developers.weixin.qq.com/community/personal/oCJUsw84Wb1qnGyf660med6NXso8/answer",
            "O",
            documented="words",
            observed="page",
            choices=("words", "page"),
        ),
        Discrepancy(
            "addCard.mixed",
            "Several cards of which some cannot be claimed: success with isSuccess flags, or failure of the call.",
            "https://developers.weixin.qq.com/community/develop/doc/000a869c64c208ccb16619d8b56000",
            "G",
            documented="partial",
            observed="partial",
            choices=("partial", "fail"),
        ),
        Discrepancy(
            "addCard.failed-code",
            "The code of a card that was not added: an empty string, or no such key.",
            _ADD,
            "G",
            documented="empty",
            observed="empty",
            choices=("empty", "absent"),
        ),
        Discrepancy(
            "addCard.object-ext",
            "cardExt given as an object instead of JSON text: refused with 签名错误, or read as it is.",
            _KB,
            "C",
            documented="refused",
            observed="refused",
            choices=("refused", "read"),
            platforms={"devtools": "read"},
        ),
        Discrepancy(
            "account.refusal",
            "The detail when the mini-program may not use cards: access denied on phones, no permission in DevTools.",
            "https://developers.weixin.qq.com/community/pay/doc/000a4c423ac2c0f75e39d5f4f51c00",
            "O",
            documented="access denied",
            observed="access denied",
            choices=("access denied", "no permission"),
            platforms={"devtools": "no permission"},
        ),
        Discrepancy(
            "tap.window",
            "How long, in milliseconds, a tap allows one jump to another mini-program.",
            "https://developers.weixin.qq.com/community/develop/doc/000c88fa390190ff5112de9c76fc00",
            "G",
            documented=5000,
            observed=5000,
        ),
        Discrepancy(
            "tap.needed",
            "Whether a jump needs a tap (base library 2.3.0 and later).",
            _NAVIGATE,
            "C",
            documented=True,
            observed=True,
            choices=(True, False),
            platforms={"devtools": False},
        ),
        Discrepancy(
            "navigate.app-list",
            "Whether the target must stand in navigateToMiniProgramAppIdList, as from 2.4.0 until 2020-04-24.",
            "https://mp.weixin.qq.com/debug/minigame/dev/api/wx.navigateToMiniProgram.html",
            "C",
            documented=False,
            observed=False,
            choices=(True, False),
        ),
        Discrepancy(
            "navigate.success-order",
            "Whether success of a jump fires before or after the calling app's onHide.",
            _NAVIGATE,
            "G",
            documented="before-hide",
            observed="before-hide",
            choices=("before-hide", "after-hide"),
        ),
        Discrepancy(
            "navigateBack.refusal",
            "The detail of navigateBackMiniProgram:fail when no mini-program opened this one (unknown: free text).",
            _BACK,
            "G",
            documented="not opened by another mini-program",
            observed="not opened by another mini-program",
        ),
        Discrepancy(
            "referrerInfo.ordinary",
            "referrerInfo on a launch without a referrer: an empty object, or undefined.",
            _LAUNCH,
            "C",
            documented="empty",
            observed="undefined",
            choices=("empty", "undefined"),
        ),
        Discrepancy(
            "return.repeated",
            "Whether extraData of a return is delivered again each time the app is hidden and shown, until the next "
            "cold start or another referrer.",
            _COMPONENT,
            "G",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "home.scene",
            "The scene after a return by the Home key: the entry's own (1001), or the previous value kept.",
            "https://developers.weixin.qq.com/minigame/dev/guide/base-ability/scene.html",
            "C",
            documented="entry",
            observed="entry",
            choices=("entry", "kept"),
            platforms={"android": "kept"},
        ),
        Discrepancy(
            "component.in-place-returns-data",
            "Whether an in-place card (no jump after submit) sends card_id and code back, as the manual says and "
            "many threads deny.",
            _THREAD,
            "O",
            documented=True,
            observed=False,
            choices=(True, False),
        ),
        Discrepancy(
            "component.url-makes-jump",
            "Whether a non-empty wx_activate_after_submit_url makes a card jump type whatever the flag says.",
            _THREAD,
            "O",
            documented=False,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "component.return-keys",
            "The keys of extraData on return: the three of the manual, or the five captured ones.",
            _COMPONENT,
            "O",
            documented="three",
            observed="five",
            choices=("three", "five"),
        ),
        Discrepancy(
            "component.strict-keys",
            "Whether surplus keys in the component's extraData are refused (iOS, since early 2021).",
            _COMPONENT,
            "O",
            documented=False,
            observed=False,
            choices=(True, False),
            platforms={"ios": True},
        ),
        Discrepancy(
            "component.outer-str-needed",
            "Whether the component refuses a call without outer_str, which the manual requires and geturl leaves out "
            "when the merchant asks for none.",
            _COMPONENT,
            "G",
            documented=True,
            observed=False,
            choices=(True, False),
        ),
        Discrepancy(
            "ticket.reusable",
            "Whether an activate_ticket can be read a second time.",
            "https://developers.weixin.qq.com/community/personal/oCJUsw-yOvbxVS8F8uaflD_VITJU/follow",
            "G",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "canIUse.fourth-segment",
            "canIUse with a fourth segment, as addCard.object.cardList.cardId: ignored (as in 2.0.4) or looked up.",
            "https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html",
            "B",
            documented="ignored",
            observed="ignored",
            choices=("ignored", "looked-up"),
        ),
        Discrepancy(
            "card.review-delay",
            "How long, in milliseconds, the review of a new card takes; -1: never passes by itself.",
            "https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card",
            "G",
            documented=0,
            observed=0,
        ),
        Discrepancy(
            "card.update-review",
            "Whether a change of logo, notice, description, colour or privileges by /card/update sends the card to "
            "review again (send_check).",
            "https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html",
            "G",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "code.check-consume",
            "Whether /card/code/get without check_consume refuses a code that is not good: SDKs leave the key out and "
            "count on it.",
            "https://github.com/wechatpy/wechatpy/blob/master/wechatpy/client/api/card.py",
            "O",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "code.card-id-needed",
            "Whether requests about a code of the merchant's own must name the card.",
            "https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html",
            "C",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "color.010",
            "The value of Color010 in /card/getcolors and /card/get: the newer or the older one.",
            "https://developers.weixin.qq.com/doc/subscription/guide/product/card/Create_a_Coupon_Voucher_or_Card",
            "O",
            documented="#63b359",
            observed="#63b359",
            choices=("#63b359", "#55bd47"),
        ),
        Discrepancy(
            "activate.again",
            "A second /card/membercard/activate of the same code: updates the membership, or is refused with 40056.",
            "https://developers.weixin.qq.com/community/personal/oCJUsw-yOvbxVS8F8uaflD_VITJU/follow",
            "O",
            documented=True,
            observed=True,
            choices=(True, False),
        ),
        Discrepancy(
            "card.deleted-status",
            "What a deleted card's status is called: CARD_STATUS_DELETE, or CARD_STATUS_USER_DELETE as in older texts.",
            "https://developers.weixin.qq.com/doc/service/en/guide/product/card/Managing_Coupons_Vouchers_and_Cards.html",
            "C",
            documented="CARD_STATUS_DELETE",
            observed="CARD_STATUS_DELETE",
            choices=("CARD_STATUS_DELETE", "CARD_STATUS_USER_DELETE"),
        ),
        Discrepancy(
            "push.tries",
            "How often an event is brought to a merchant who does not take it: 总共重试三次 may or may not count the "
            "first.",
            "https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html",
            "G",
            documented=3,
            observed=3,
            choices=(3, 4),
        ),
        Discrepancy(
            "push.cdata-blanks",
            "Whether a blank stands on both sides of CDATA, as in the manual's samples; captured pushes have none.",
            "https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html",
            "O",
            documented=False,
            observed=False,
            choices=(True, False),
        ),
    )
}


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
            raise BadInput(f"there is no switch {id_!r}; there are {', '.join(BOOK)}")
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
