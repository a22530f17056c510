"""Seats and the line of those who wait for one. The room is held while anybody changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from server.meetings.reminding import remind
from server.meetings.tables import Coming, Meeting, Registration, ReminderKind
from server.storage.tx import Tx

SEATED = frozenset({Coming.REGISTERED, Coming.ATTENDED})
ACTIVE = SEATED | {Coming.WAITING}


def registrations_of(tx: Tx, meeting_ids: Iterable[str]) -> dict[str, list[Registration]]:
    """Everybody who has ever signed up, by meeting, in the order in which they did."""
    chosen = select(Registration).where(col(Registration.meeting_id).in_(list(meeting_ids)))
    found: defaultdict[str, list[Registration]] = defaultdict(list)
    for one in tx.session.exec(chosen.order_by(col(Registration.line))):
        found[one.meeting_id].append(one)
    return found


def seated(people: Sequence[Registration]) -> int:
    return sum(one.state in SEATED for one in people)


def free_seats(meeting: Meeting, people: Sequence[Registration]) -> int:
    return max(0, meeting.capacity - seated(people))


def place_in_line(one: Registration, people: Sequence[Registration]) -> int | None:
    """How many wait up to and with this one; None where they do not wait."""
    if one.state is not Coming.WAITING:
        return None
    return sum(other.state is Coming.WAITING and other.line <= one.line for other in people)


def move_up(tx: Tx, meeting: Meeting) -> list[Registration]:
    """Gives every free seat to whoever has waited longest, and tells them."""
    people = registrations_of(tx, [meeting.id])[meeting.id]
    waiting = [one for one in people if one.state is Coming.WAITING]
    lucky = waiting[: free_seats(meeting, people)]
    for one in lucky:
        one.state, one.waiting_since_at, one.changed_at = Coming.REGISTERED, None, tx.now
        remind(tx, one, ReminderKind.MOVED_UP, occasion=one.line)
    for one in waiting:
        tx.outbox.notice(one.account_id, "meetings")
    return lucky
