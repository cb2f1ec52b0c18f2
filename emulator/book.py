"""The table of the discrepancy book: one row a difference, read by ``discrepancies.Switches``."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Discrepancy:
    """One known difference. ``date``: when its source was last read. ``choices`` is empty for a number. ``confidence``:
    C official, B read from official code, O observed, G guessed."""

    id: str
    says: str
    source: str
    confidence: str
    documented: Any
    observed: Any
    choices: tuple[Any, ...] = ()
    platforms: dict[str, Any] = field(default_factory=dict)
    date: str = "2026-11"


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
            "addCard.signature-words",
            "What a phone's errMsg says of a wrong signature, where refusals are told in words: invalid signature, or "
            "参数有误 (for which DevTools said 系统错误).",
            "https://developers.weixin.qq.com/community/develop/doc/0002889b8541a0f401f2b78a26b400",
            "O",
            documented="invalid signature",
            observed="参数有误",
            choices=("invalid signature", "参数有误"),
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
            "How long, in milliseconds, a tap allows what needs one.",
            "https://developers.weixin.qq.com/community/develop/doc/000c88fa390190ff5112de9c76fc00",
            "G",
            documented=5000,
            observed=5000,
        ),
        Discrepancy(
            "tap.needed",
            "Whether a jump and openSetting (base library 2.3.0 and later), requestSubscribeMessage (2.8.2 and later), "
            "getUserProfile and exitMiniProgram need a tap.",
            _NAVIGATE,
            "C",
            documented=True,
            observed=True,
            choices=(True, False),
            platforms={"devtools": False},
        ),
        Discrepancy(
            "private-infos.needed",
            "Whether getLocation, getFuzzyLocation, chooseLocation and chooseAddress must stand in "
            "requiredPrivateInfos of app.json: so for what was released since 2022-07-14. The words "
            "of the refusal are those of the base library.",
            "https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html",
            "C",
            documented=True,
            observed=True,
            choices=(True, False),
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
            "setData.copied",
            "How setData hands data over: as it is, which is fast, or as JSON like phones do; then functions, "
            "undefined, cycles and more than 256 KB are told in the console, with page and key.",
            "https://developers.weixin.qq.com/miniprogram/dev/framework/performance/tips/runtime_setData.html",
            "C",
            documented="as-is",
            observed="as-is",
            choices=("as-is", "json"),
        ),
        Discrepancy(
            "profile.names",
            "What getUserInfo and getUserProfile tell: since October 2022 everybody is 微信用户 without a picture, and "
            "nobody is asked; before, name and picture were real, and getUserProfile asked.",
            "https://developers.weixin.qq.com/community/develop/doc/00022c683e8a80b29bed2142b56c01",
            "C",
            documented="anonymous",
            observed="anonymous",
            choices=("anonymous", "real"),
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
        Discrepancy(
            "darkmode.text",
            "Text that no style names, with darkmode and a dark theme, on a dark ground: light, as the looks of all "
            "built-ins are then said to be others, or black.",
            "https://developers.weixin.qq.com/miniprogram/dev/framework/ability/darkmode.html",
            "G",
            documented="light",
            observed="light",
            choices=("light", "black"),
        ),
        Discrepancy(
            "openCard.success",
            "When success of openCard fires: as the card is shown, or as the user leaves it.",
            "https://developers.weixin.qq.com/miniprogram/dev/api/open-api/card/wx.openCard.html",
            "G",
            documented="shown",
            observed="shown",
            choices=("shown", "closed"),
        ),
        Discrepancy(
            "exitMiniProgram.refusal",
            "The detail of exitMiniProgram:fail without a tap (unknown: free text).",
            "https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.exitMiniProgram.html",
            "G",
            documented="can only be invoked by user TAP gesture.",
            observed="can only be invoked by user TAP gesture.",
        ),
        Discrepancy(
            "promise.rejection",
            "What a failed promise is rejected with: the plain object with errMsg, or an Error that carries it.",
            "https://developers.weixin.qq.com/community/develop/doc/000e8406db07d0d87c796093351c00",
            "G",
            documented="object",
            observed="object",
            choices=("object", "error"),
        ),
        Discrepancy(
            "ticket.life",
            "How long, in milliseconds, an activate_ticket lives; 0: for ever.",
            "https://developers.weixin.qq.com/community/personal/oCJUsw-yOvbxVS8F8uaflD_VITJU/follow",
            "G",
            documented=0,
            observed=0,
        ),
        Discrepancy(
            "white-list.reply",
            "What /card/testwhitelist/set answers: errcode and errmsg alone, or the list as it was read.",
            "https://developers.weixin.qq.com/doc/subscription/en/guide/product/card/Distributing_Coupons_Vouchers_and_Cards.html",
            "G",
            documented="bare",
            observed="bare",
            choices=("bare", "echo"),
        ),
        Discrepancy(
            "push.unionid",
            "Whether user_get_card carries UnionId where the accounts are bound under one open-platform account.",
            "https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html",
            "G",
            documented="bound",
            observed="bound",
            choices=("bound", "never"),
        ),
    )
}
