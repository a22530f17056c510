"""Every address of sanctions, caution and redress: who gets what answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from server.messages import bodies as messages_bodies
from server.messages import caution, noting, own
from server.messages.http import ENDPOINTS as MESSAGES
from server.messages.tables import ContentNote
from server.review import appeals, complaints, second_answer, second_voice, withdrawing
from server.review import redress_bodies as redress
from server.review.bodies import OneCase
from server.review.redress_http import ENDPOINTS as REDRESS
from server.sanctions import bodies, copies, service
from server.sanctions.http import ENDPOINTS as SANCTIONS
from tests.review.working import desk
from tests.rooms.cast import House
from tests.rooms.matrix import Routes, each_row, ok
from tests.sanctions.dealing import circle, reviewer, sanction, sanctions

WHO = ("Meri", "Tammi", "Kuusi", "Aino", "Radu", "Lumi")
"""Nobody here; whom it was given to; another participant; a facilitator who acted; an organiser; a reviewer."""

P, F, N, U = "not_permitted", "not_found", "not_in_room", "message_unknown"
OWN_OR_NONE = (F, ok, F, F, F, F)
HERE = (N, ok, ok, ok, N, N)
GUIDES = (F, P, P, ok, ok, F)
REVIEWERS = (P, P, P, P, P, ok)
EVERYBODY = (ok,) * 6
APPEALS_DESK = (F, F, F, ok, F, ok)


@dataclass
class Ground:
    """Tammi was warned by Aino and asks for a review; what Tammi said stands in the room; something of Kuusi's waits."""

    room: str
    sanction: str
    case: str
    said: str
    held: str
    place: str
    aino: str

    @property
    def one(self) -> messages_bodies.OfRoom:
        return messages_bodies.OfRoom(room=self.room)

    @property
    def mute(self) -> messages_bodies.MutePerson:
        return messages_bodies.MutePerson(room=self.room, participation=self.aino)


def nothing(_: Ground) -> None:
    return None


ROUTES = Routes((*SANCTIONS, *REDRESS, *MESSAGES))
TABLE: list[tuple[Callable[..., Any], Callable[[Ground], Any], tuple[str, ...]]] = [
    (service.list_sanctions, nothing, EVERYBODY),
    (service.acknowledge, lambda g: bodies.OneSanction(sanction=g.sanction), OWN_OR_NONE),
    (appeals.ask_for_review, lambda g: redress.AskForReview(sanction=g.sanction), OWN_OR_NONE),
    (appeals.see_appeal, lambda g: OneCase(case=g.case), APPEALS_DESK),
    (service.list_templates, nothing, (P, P, P, P, ok, P)),
    (
        service.save_template,
        lambda g: bodies.SaveTemplate(language="en", reason="spam", text="No."),
        (P, P, P, P, ok, P),
    ),  # type: ignore[arg-type]
    (copies.list_copies, nothing, REVIEWERS),
    (copies.open_copy, lambda g: bodies.OpenCopy(sealed_copy="nobody's", reason="why"), (P, P, P, P, P, F)),
    (second_voice.list_voices, nothing, REVIEWERS),
    (second_answer.answer_voice, lambda g: redress.OneVoice(second_voice="x", agrees=True), (P, P, P, P, P, F)),
    (second_voice.count_criticism, nothing, EVERYBODY),
    (complaints.complain, lambda g: redress.Complain(words="Nobody listens."), EVERYBODY),
    (complaints.list_complaints, nothing, EVERYBODY),
    (complaints.see_complaint, lambda g: OneCase(case=g.case), (F,) * 6),
    (withdrawing.withdraw_held, lambda g: redress.OneHeld(message=g.held), (U, U, ok, U, U, U)),
    (own.list_held, lambda g: g.one, HERE),
    (own.list_mutes, lambda g: g.one, HERE),
    (own.mute_person, lambda g: g.mute, (N, ok, ok, "about_yourself", N, N)),
    (own.unmute_person, lambda g: g.mute, HERE),
    (
        noting.set_note,
        lambda g: messages_bodies.SetNote(message=g.said, note=ContentNote.OTHER),
        (U, ok, P, ok, U, U),
    ),
    (caution.see_caution, lambda g: g.one, GUIDES),
    (
        caution.set_lockdown,
        lambda g: messages_bodies.SetLockdown(room=g.room, is_on=False, reason="over"),
        GUIDES,
    ),
    (caution.look_at_newcomers, lambda g: g.one, GUIDES),
    (caution.trust_newcomers, lambda g: g.one, GUIDES),
    (caution.look_at_person, lambda g: messages_bodies.OnePerson(participation=g.place), GUIDES),
    (caution.trust_person, lambda g: messages_bodies.OnePerson(participation=g.place), GUIDES),
]


async def prepared(house: House) -> Ground:
    room = await circle(house, "Tammi", "Kuusi")
    await reviewer(house)
    aino = (await house.standing("Aino", room)).participation_id
    place = (await house.standing("Tammi", room)).participation_id
    warned = await sanction(house, room, "Tammi", "warning")
    await house.do(appeals.ask_for_review, house["Tammi"], redress.AskForReview(sanction=warned.sanction))
    (case,) = [one.case for one in (await desk(house, "Petri")).cases if one.kind == "appeal"]
    said = [one["message"]["id"] for one in house.news(room) if one["type"] == "message.posted"][-1]
    held = (await house.post("Kuusi", room, "a bad thing")).message
    assert (await sanctions(house, "Tammi"))[0].kind == "warning"
    return Ground(room, warned.sanction, case, said, held, place, aino)


@each_row(TABLE)
async def test_everybody_gets_the_answer_in_the_table(
    small_house: House, use_case: Callable[..., Any], make: Callable[[Ground], Any], expected: tuple[str, ...]
) -> None:
    ground = await prepared(small_house)
    assert await ROUTES.answers(small_house, WHO, use_case, partial(make, ground)) == expected


def test_no_address_lacks_a_row() -> None:
    assert ROUTES.use_cases() == {use_case for use_case, _, _ in TABLE}
