"""What whoever takes over a room's duty finds at its desk: which cases, and who is at work on which. Not a word.

A hand-over takes no case from anybody: whoever goes may be in the middle of a talk. They stay on the desk as long as they
guide the room, and a claim that they do not keep waits again after ten minutes (after leaving the room, at once).
"""

from __future__ import annotations

from moderation.case import CaseState
from server.actor import Actor
from server.review.bodies import CasesOfDuty, DeskCase, HeldCase
from server.review.listing import card, open_cases, told_of
from server.rooms.bodies import OneRoom
from server.rooms.rights import require_guiding
from server.staffing.duty import on_duty
from server.storage.tx import Tx


def list_cases_of_duty(tx: Tx, actor: Actor, command: OneRoom) -> CasesOfDuty:
    """The open cases of a room on the actor's desk that they do not hold themselves, the most pressing first.

    For whoever is on duty there; empty for others who guide the room. Refusals: as `require_guiding`.
    """
    place = require_guiding(tx, actor, command.room)
    if place.id not in on_duty(tx, place.room_id):
        return CasesOfDuty(waiting=[], held=[])
    here = [case for case, _ in open_cases(tx, actor) if case.room_id == place.room_id]
    told = told_of(tx, actor, here)
    cards = [card(case, told) for case in here]
    return CasesOfDuty(
        waiting=[one.case for one in cards if one.state is not CaseState.CLAIMED],
        held=[_held(one) for one in cards if one.state is CaseState.CLAIMED and not one.is_mine],
    )


def _held(one: DeskCase) -> HeldCase:
    assert one.claimed_by is not None
    assert one.claimed_until is not None
    return HeldCase(case=one.case, by=one.claimed_by, until=one.claimed_until)
