"""Sets of phrases that mean something when they meet in one clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from moderation.text.view import View
from moderation.verdict import Span

_MOST_COMBINATIONS = 64


@dataclass(frozen=True, slots=True)
class Meeting:
    """One `all` matcher: which sets of phrases must meet, how near, and in which order."""

    rule: int
    sets: tuple[int, ...]
    within: int
    is_ordered: bool


def meetings(meeting: Meeting, present: Mapping[int, Sequence[Span]], view: View) -> Iterator[Span]:
    """The stretches of words in which all sets of this meeting occur."""
    for anchor in present[meeting.sets[0]]:
        near = [
            [place for place in present[each] if _is_near(anchor, place, meeting.within)] for each in meeting.sets[1:]
        ]
        for others in islice(product(*near), _MOST_COMBINATIONS):
            stretch = _stretch((anchor, *others), meeting)
            if stretch and _in_one_clause(view, anchor, stretch):
                yield stretch
                break


def _is_near(anchor: Span, place: Span, within: int) -> bool:
    return place[1] - anchor[0] <= within and anchor[1] - place[0] <= within


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
