"""Taking criticism of the organisation out at the room's own window: the same case, the same guard as at the desk."""

from __future__ import annotations

from moderation.case import CaseKind, CaseOutcome, CaseState
from moderation.reasons import Source
from server.actor import Actor
from server.messages.desk import Criticism
from server.review.bodies import AtVersion, Decide
from server.review.claiming import claim_case
from server.review.closing import decide_case
from server.review.opening import NewCase, open_case
from server.storage.tx import Tx


def ask_outside(tx: Tx, actor: Actor, criticism: Criticism) -> bool:
    """Opens and claims a case about a message, and decides that it goes: whoever is not of the staff is asked first.

    True where they have agreed before and it is removed now. Refusals: those of `claim_case` and `decide_case`.
    """
    new = NewCase(
        kind=CaseKind.REPORT,
        room_id=criticism.room_id,
        about_participation=criticism.participation_id,
        message_id=criticism.message_id,
        source=Source.OWN_INITIATIVE,
    )
    case = open_case(tx, new)
    claimed = claim_case(tx, actor, AtVersion(case=case.id, version=case.version))
    decision = Decide(
        case=case.id,
        version=claimed.version,
        outcome=CaseOutcome.MESSAGE_REMOVED,
        reason=criticism.reason,
        ground=criticism.rule[:80],
        criticises_organisation=True,
    )
    return decide_case(tx, actor, decision).state is CaseState.CLOSED
