"""Sets of phrases that mean something when they meet in one clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from moderation.text.view import View
from moderation.verdict import Span

# Bounds for texts made to be slow: in a conversation, no rule comes near them.
_MOST_COMBINATIONS, MOST_PLACES, _MOST_NEAR = 64, 24, 16


@dataclass(frozen=True, slots=True)
class Meeting:
    """One `all` matcher: which sets of phrases must meet, how near, and in which order."""

    rule: int
    sets: tuple[int, ...]
    within: int
    is_ordered: bool
    needed: frozenset[int]


def meetings(meeting: Meeting, present: Mapping[int, Sequence[Span]], view: View) -> Iterator[Span]:
    """The stretches of words in which all sets of this meeting occur; places are in reading order."""
    first, *rest = [present[each] for each in meeting.sets]
    for anchor in first[:MOST_PLACES]:
        # In an ordered meeting all others come after the first.
        earliest = anchor[1] if meeting.is_ordered else anchor[1] - meeting.within
        near = _all_near(anchor[0] + meeting.within, rest, earliest)
        for others in islice(product(*near), _MOST_COMBINATIONS) if near is not None else ():
            stretch = _stretch((anchor, *others), meeting)
            if stretch and _in_one_clause(view, anchor, stretch):
                yield stretch
                break


def _all_near(latest: int, sets: Sequence[Sequence[Span]], earliest: int) -> list[Sequence[Span]] | None:
    """Of each set the places between these words; None as soon as one has none there."""
    near = []
    for places in sets:
        found = _near(latest, places, earliest)
        if not found:
            return None
        near.append(found)
    return near


def _near(latest: int, places: Sequence[Span], earliest: int) -> Sequence[Span]:
    """The first of the places that begin no earlier and end no later than this."""
    first = bisect_left(places, (earliest, 0))
    last = bisect_right(places, (latest, 0), first, min(len(places), first + _MOST_NEAR))
    return [place for place in places[first:last] if place[1] <= latest]


def _stretch(places: Sequence[Span], meeting: Meeting) -> Span | None:
    in_order = places if meeting.is_ordered else sorted(places)
    first = last = in_order[0][0]
    for start, end in in_order:
        if start < last:
            return None
        last = end
    return (first, last) if last - first <= meeting.within else None


def _in_one_clause(view: View, anchor: Span, stretch: Span) -> bool:
    low, high = view.clause(*anchor)
    return low <= stretch[0] and stretch[1] <= high
