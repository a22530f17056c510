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
    for anchor in present[meeting.sets[0]][:MOST_PLACES]:
        # In an ordered meeting all others come after the first.
        earliest = anchor[1] if meeting.is_ordered else anchor[1] - meeting.within
        near = [_near(anchor, present[each], meeting.within, earliest) for each in meeting.sets[1:]]
        if not all(near):
            continue
        for others in islice(product(*near), _MOST_COMBINATIONS):
            stretch = _stretch((anchor, *others), meeting)
            if stretch and _in_one_clause(view, anchor, stretch):
                yield stretch
                break


def _near(anchor: Span, places: Sequence[Span], within: int, earliest: int) -> Sequence[Span]:
    """The places that lie with the anchor within so many words, none before the earliest."""
    first = bisect_left(places, (earliest, 0))
    last = bisect_right(places, (anchor[0] + within, 0), first)
    return [place for place in places[first : min(last, first + _MOST_NEAR)] if place[1] - anchor[0] <= within]


def _stretch(places: Sequence[Span], meeting: Meeting) -> Span | None:
    in_order = sorted(places)
    if meeting.is_ordered and in_order != list(places):
        return None
    if any(earlier[1] > later[0] for earlier, later in zip(in_order, in_order[1:], strict=False)):
        return None
    first, last = in_order[0][0], in_order[-1][1]
    return (first, last) if last - first <= meeting.within else None


def _in_one_clause(view: View, anchor: Span, stretch: Span) -> bool:
    low, high = view.clause(*anchor)
    return low <= stretch[0] and stretch[1] <= high
