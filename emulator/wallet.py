"""What a user does with a card in the wallet, and what the merchant hears of it.

https://developers.weixin.qq.com/doc/offiaccount/Cards_and_Offer/Coupons_Vouchers_and_Cards_Event_Push_Messages.html
"""

from dataclasses import dataclass, replace
from typing import Any

from .accounts import COMPONENT
from .cards import HeldCard
from .component import biz, encrypted_card_id
from .phone import Phone
from .world import World

#: 小程序的卡券详情页: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html
SCENE_CARD_PAGE = 1029

#: A friend has a day (milliseconds) to take a card that was sent to them.
GIFT_LIFE = 86_400_000


@dataclass(frozen=True)
class EndGift:
    """Row of the clock: nobody has taken this card."""

    card_id: str
    code: str

    def due(self, world: World) -> None:
        held = world.held.find(self.code, self.card_id)
        if held is not None and held.step("gift-timeout", world.clock.now()):
            _push_of(world, held, "user_gifting_card", IsReturnBack=1, FriendUserName="", IsChatRoom=0)
            world.touch_phones()


def view_card(world: World, held: HeldCard) -> None:
    """Its page is opened: a member card may ask to be told."""
    card = world.cards[held.card_id]
    if card.is_member_card and card.base.get("need_push_on_view"):
        _push_of(world, held, "user_view_card", OuterStr=held.outer_str or "")


def activate_card(world: World, phone: Phone, held: HeldCard) -> bool:
    """立即激活 on a member card's face: the component opens for this card, and returns to the mini-program below, as
    after a jump. False for a card that its merchant activates elsewhere, and for one that is active."""
    card, member = world.cards[held.card_id], world.member(held)
    if member is None or member.active or not card.info.get("wx_activate") or card.form is None:
        return False
    extra = {
        "encrypt_card_id": encrypted_card_id(world, card),
        "outer_str": held.outer_str or "",
        "biz": biz(world.accounts[card.app_id].uin),
    }
    below = phone.front
    phone.close_screens()
    referrer = {"appId": below.app_id if below else card.app_id, "extraData": extra}
    phone.open_app(COMPONENT, "", SCENE_CARD_PAGE, referrer, opener=below.instance if below else None)
    return True


def enter_session(world: World, held: HeldCard) -> None:
    """From the card to the official account's own page."""
    _push_of(world, held, "user_enter_session_from_card")


def delete_card(world: World, held: HeldCard) -> bool:
    """The user deletes it from the wallet; False if its state does not allow it."""
    done = held.step("delete", world.clock.now())
    if done:
        _push_of(world, held, "user_del_card")
        world.touch_phones()
    return done


def restore_card(world: World, held: HeldCard) -> None:
    """The user finds a deleted member card again: the event then has no OuterStr."""
    world.held.note(held)
    if held.step("restore", world.clock.now()):
        fields = world.claim_fields(world.cards[held.card_id], held)
        del fields["OuterStr"]
        card = world.cards[held.card_id]
        world.push(card.app_id, held.user, "user_get_card", {**fields, "IsRestoreMemberCard": 1})
        world.touch_phones()


def give_card(world: World, held: HeldCard) -> bool:
    """The user sends it to a friend, who has a day to take it; False if it cannot be given.

    A gift gets a new code, so a card with codes of the merchant's own stays where it is."""
    card = world.cards[held.card_id]
    fixed = card.is_member_card or card.custom_code or card.base.get("can_give_friend") is False
    if fixed or not held.step("gift", world.clock.now()):
        return False
    _push_of(world, held, "user_gifting_card", IsReturnBack=0, FriendUserName="", IsChatRoom=0)
    world.later(GIFT_LIFE, EndGift(held.card_id, held.code))
    world.touch_phones()
    return True


def take_gift(world: World, held: HeldCard, user: str) -> HeldCard | None:
    """A friend takes it and gets a code of their own; None if it is not on offer any more."""
    if held.user == user or not held.step("gift-taken", world.clock.now()):
        return None
    card = world.cards[held.card_id]
    taken = replace(held, code=world.seed.digits("code", 12), user=user, status="NORMAL", number=0)
    world.held.add(taken)
    giver = world.accounts.openid(card.app_id, held.user)
    fields = {"IsGiveByFriend": 1, "FriendUserName": giver, "OldUserCardCode": held.code}
    world.push(card.app_id, user, "user_get_card", {**world.claim_fields(card, taken), **fields})
    world.touch_phones()
    return taken


def _push_of(world: World, held: HeldCard, name: str, **more: Any) -> None:
    fields = {"CardId": held.card_id, "UserCardCode": held.code, **more}
    world.push(world.cards[held.card_id].app_id, held.user, name, fields)
