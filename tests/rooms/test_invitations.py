"""Invitations: looked at without being used, used as often as they say, and never more."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from server.accounts.service import NewAccount, SignUp, see_me
from server.actor import ANYONE, OPERATOR, Actor
from server.errors import ErrorCode, Refusal
from server.rooms import bodies, invitations, participations
from server.rooms.roles import RoomRole
from server.rooms.tables import Invitation, InvitedAs
from server.storage.tx import Tx
from tests.rooms.cast import House, refused

NOBODYS = "0" * 26


def look(secret: str) -> bodies.LookAtInvitation:
    return bodies.LookAtInvitation(secret=secret)


def use(secret: str, name: str | None = "Somebody") -> invitations.Redemption:
    return invitations.Redemption(secret, name)


def newcomer(secret: str, pseudonym: str, display_name: str | None = None) -> invitations.Redemption:
    return invitations.Redemption(secret, display_name, SignUp(NewAccount(pseudonym, "no hash")))


async def test_looking_tells_what_it_is_for_and_uses_nothing(house: House) -> None:
    secret = await house.link(await house.room())
    for _ in range(3):
        seen = await house.read(invitations.look_at_invitation, ANYONE, look(secret))
        assert (seen.role, seen.organisation) == ("participant", "Toivo")
        assert seen.room is not None
        assert seen.room.name == "Tuesday circle"
    await house.do(invitations.redeem_invitation, house["Meri"], use(secret))


async def test_new_person_comes_in_under_the_pseudonym_with_eight_codes_and_a_login(house: House) -> None:
    room = await house.room()
    entered = await house.do(invitations.redeem_invitation, ANYONE, newcomer(await house.link(room), "Sininen"))
    assert entered.redeemed.room.id == room
    assert len(entered.redeemed.codes) == 8
    assert entered.login.account.pseudonym == "Sininen"
    assert [event["person"]["display_name"] for event in house.news(room)[1:]] == ["Sininen"]


async def test_person_with_an_account_comes_in_under_a_name_of_their_own(house: House) -> None:
    room = await house.room()
    entered = await house.do(invitations.redeem_invitation, house["Meri"], use(await house.link(room), "Ulappa"))
    assert (entered.redeemed.codes, entered.login) == (None, None)
    assert (await house.standing("Meri", room)).snapshot["you"].display_name == "Ulappa"


async def test_person_with_an_account_must_say_a_name(small_house: House) -> None:
    secret = await small_house.link(await small_house.room())
    async with refused(ErrorCode.NAME_UNUSABLE):
        await small_house.do(invitations.redeem_invitation, small_house["Meri"], use(secret, None))


async def test_last_use_is_had_by_one_of_many_at_once(house: House) -> None:
    room = await house.room()
    secret = await house.link(room, uses=2)
    tries = [
        house.do(invitations.redeem_invitation, house[name], use(secret, name))
        for name in ("Kuusi", "Meri", "Lumi", "Tammi")
    ]
    results = await asyncio.gather(*tries, return_exceptions=True)
    refusals = [one.code for one in results if isinstance(one, Refusal)]
    assert refusals == [ErrorCode.INVITATION_INVALID] * 2


@pytest.mark.parametrize("wrong", ["unknown", "used", "expired", "revoked"])
async def test_every_link_that_does_not_work_answers_alike(house: House, wrong: str) -> None:
    room = await house.room()
    secret = await house.link(room, valid_hours=1)
    if wrong == "unknown":
        secret = "nobody made this one"
    elif wrong == "used":
        await house.do(invitations.redeem_invitation, house["Kuusi"], use(secret, "Kuusi"))
    elif wrong == "expired":
        house.clock.move(timedelta(hours=1))
    else:
        (card,) = (await house.read(invitations.list_invitations, house["Radu"], bodies.OneRoom(room=room))).invitations
        await house.do(invitations.revoke_invitation, house["Radu"], bodies.OneInvitation(invitation=card.id))
    async with refused(ErrorCode.INVITATION_INVALID) as looked:
        await house.read(invitations.look_at_invitation, ANYONE, look(secret))
    async with refused(ErrorCode.INVITATION_INVALID) as used:
        await house.do(invitations.redeem_invitation, house["Meri"], use(secret, "Meri"))
    assert looked.value.details == used.value.details == {}


async def test_refused_redemption_uses_nothing_up(house: House) -> None:
    room = await house.room()
    await house.seat("Kuusi", room)
    secret = await house.link(room)
    async with refused(ErrorCode.NAME_TAKEN):
        await house.do(invitations.redeem_invitation, house["Meri"], use(secret, "Kuusi"))
    await house.do(invitations.redeem_invitation, house["Meri"], use(secret, "Meri"))


async def test_refused_newcomer_leaves_no_account_behind(house: House) -> None:
    room = await house.room(capacity=2)
    await house.seat("Kuusi", room)
    await house.seat("Meri", room)
    secret = await house.link(room)
    for _ in range(2):
        async with refused(ErrorCode.ROOM_FULL):
            await house.do(invitations.redeem_invitation, ANYONE, newcomer(secret, "Sininen"))


async def test_who_is_inside_already_keeps_the_link_for_somebody_else(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Meri", room)
    secret = await small_house.link(room)
    async with refused(ErrorCode.ALREADY_IN_ROOM):
        await small_house.do(invitations.redeem_invitation, small_house["Meri"], use(secret, "Meri again"))
    await small_house.do(invitations.redeem_invitation, small_house["Lumi"], use(secret, "Lumi"))


async def test_facilitator_invites_participants_and_nobody_else(small_house: House) -> None:
    room = await small_house.room()
    await small_house.seat("Aino", room, RoomRole.FACILITATOR)
    about = bodies.CreateInvitation(room=room, role=RoomRole.PARTICIPANT)
    await small_house.do(invitations.invite, small_house["Aino"], about)
    async with refused(ErrorCode.NOT_PERMITTED):
        await small_house.do(
            invitations.invite, small_house["Aino"], about.model_copy(update={"role": RoomRole.FACILITATOR})
        )


async def test_outsider_cannot_tell_a_foreign_invitation_from_none(small_house: House) -> None:
    room = await small_house.room()
    await small_house.link(room)
    (card,) = (
        await small_house.read(invitations.list_invitations, small_house["Radu"], bodies.OneRoom(room=room))
    ).invitations
    organisers = await small_house.do(invitations.invite_organiser, OPERATOR, invitations.InviteOrganiser())
    for id_ in (card.id, organisers.id, NOBODYS):
        async with refused(ErrorCode.NOT_FOUND):
            await small_house.do(
                invitations.revoke_invitation, small_house["Meri"], bodies.OneInvitation(invitation=id_)
            )


async def test_operators_link_makes_an_organiser(house: House) -> None:
    made = await house.do(invitations.invite_organiser, OPERATOR, invitations.InviteOrganiser())
    secret = made.path.partition("#")[2]
    assert (await house.read(invitations.look_at_invitation, ANYONE, look(secret))).room is None
    entered = await house.do(invitations.redeem_invitation, ANYONE, newcomer(secret, "Sininen"))
    assert entered.redeemed.room is None
    await house.do(invitations.redeem_invitation, house["Tammi"], use(await _organiser_link(house), None))
    assert (await house.read(see_me, house["Tammi"])).roles == ["organiser"]


async def test_only_organisers_invite_organisers(small_house: House) -> None:
    async with refused(ErrorCode.NOT_PERMITTED):
        await small_house.do(invitations.invite_organiser, small_house["Meri"], invitations.InviteOrganiser())


async def _organiser_link(house: House) -> str:
    made = await house.do(invitations.invite_organiser, house["Radu"], invitations.InviteOrganiser())
    return str(made.path).partition("#")[2]


async def test_who_was_shown_out_comes_back_by_a_newer_link_only(house: House) -> None:
    room = await house.room()
    await house.seat("Aino", room, RoomRole.FACILITATOR)
    secret = await house.link(room, uses=5)
    await house.do(invitations.redeem_invitation, house["Meri"], use(secret))
    there = bodies.OneParticipation(participation=(await house.standing("Meri", room)).participation_id)
    house.clock.move(timedelta(minutes=1))
    await house.do(participations.end_participation, house["Radu"], there)
    async with refused(ErrorCode.INVITATION_INVALID):
        await house.do(invitations.redeem_invitation, house["Meri"], use(secret, "Ulappa"))
    await house.do(invitations.redeem_invitation, house["Tammi"], use(secret, "Laine"))
    house.clock.move(timedelta(minutes=1))
    await house.do(invitations.redeem_invitation, house["Meri"], use(await house.link(room), "Ulappa"))


async def test_who_left_by_themselves_comes_back_by_the_link_they_have(house: House) -> None:
    room = await house.room()
    secret = await house.link(room, uses=5)
    for _ in range(2):
        await house.do(invitations.redeem_invitation, house["Meri"], use(secret))
        house.clock.move(timedelta(minutes=1))
        await house.leave("Meri", room)


async def test_professionals_come_by_no_link_of_the_room(house: House) -> None:
    room = await house.room()
    for who in (house["Radu"], await house.host(room)):
        async with refused(ErrorCode.BAD_REQUEST) as caught:
            command = bodies.CreateInvitation(room=room, role=RoomRole.PROFESSIONAL)
            await house.do(invitations.invite, who, command)
        assert caught.value.details == {"fields": ["role"]}
    assert (await house.read(invitations.list_invitations, house["Radu"], bodies.OneRoom(room=room))).invitations == []


async def test_link_for_professionals_from_before_is_good_for_nothing(small_house: House) -> None:
    secret = await small_house.link(await small_house.room())

    def make_it_older(tx: Tx, actor: Actor, command: None) -> None:
        tx.session.exec(select(Invitation)).one().role = InvitedAs.PROFESSIONAL

    await small_house.do(make_it_older, OPERATOR)
    async with refused(ErrorCode.INVITATION_INVALID):
        await small_house.read(invitations.look_at_invitation, ANYONE, look(secret))
    async with refused(ErrorCode.INVITATION_INVALID):
        await small_house.do(invitations.redeem_invitation, small_house["Meri"], use(secret))
