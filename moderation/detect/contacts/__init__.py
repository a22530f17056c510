"""Contact and identifying data in a message: who could be recognised or reached outside the room.

`find_contacts` is pure and linear in the length of the text. Numbers of public help lines are never reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice

from moderation.detect.contacts import handle, mail, spoken
from moderation.detect.contacts.address import find_addresses
from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.handle import find_handles
from moderation.detect.contacts.identity import identity_spans
from moderation.detect.contacts.mail import find_mail
from moderation.detect.contacts.match import ContactMatch, Kind, found
from moderation.detect.contacts.phone import find_phones
from moderation.detect.contacts.scan import MOST_HITS
from moderation.detect.contacts.split import find_halves, find_split
from moderation.detect.contacts.spoken import find_spoken
from moderation.support import public_numbers
from moderation.text.occurring import Sought

__all__ = ["ContactMatch", "Kind", "find_contacts"]

_MOST_MATCHES = MOST_HITS + 1
_FEWEST_DIGITS = 6
_SIGN_OF_ANY = Sought(f"[0-9]|{mail.SIGN}|{handle.SIGN}|{spoken.SIGN}")
_LINK = Sought("https?://[^ \n]+|www\\.[^ \n]+")


def find_contacts(
    text: str, language: str | None = None, earlier: Sequence[str] = (), others: Set[str] | None = None
) -> list[ContactMatch]:
    """Everything in `text` that identifies or reaches a person, in reading order, without overlaps.

    `language` is a hint only: people in a Finnish room also write English addresses and Swedish numbers, so all
    four are looked for. `earlier` holds the same author's last texts, oldest first, for a number sent in pieces.
    `others` are the characters of `text` beyond ASCII, where they are known already. Any text is accepted, of any
    length, lone surrogates included. A message with nine finds or more is reported from the first of them to its
    end, unread: nobody writes that in a conversation.
    """
    folded = Folded(text, others)
    # Most messages hold nothing that any finder could begin with, and one pass tells.
    matches = list(islice(_each(folded), _MOST_MATCHES)) if _SIGN_OF_ANY.occurs(folded.lower) else []
    if earlier and not matches:
        matches = list(find_split(folded, earlier))
    if len(matches) == _MOST_MATCHES:
        return [replace(matches[0], spans=((min(match.spans[0][0] for match in matches), len(text)),))]
    return _without_overlaps(matches)


def _each(folded: Folded) -> Iterator[ContactMatch]:
    digits = sum(map(folded.text.count, "0123456789"))
    finders: list[Callable[[Folded], Iterator[ContactMatch]]] = [find_mail, find_handles, find_spoken]
    if digits >= _FEWEST_DIGITS:
        finders += _find_numbers, find_halves
    if digits:
        finders.append(find_addresses)
    for find in finders:
        yield from find(folded)


def _find_numbers(folded: Folded) -> Iterator[ContactMatch]:
    taken = []
    for kind, span in identity_spans(folded.lower):
        taken.append(span)
        yield found(kind, folded.original(*span))
    if "://" in folded.lower or "www." in folded.lower:
        taken += [hit.span() for hit in _LINK.pattern.finditer(folded.lower)]
    yield from find_phones(folded, taken, public_numbers())


def _without_overlaps(matches: list[ContactMatch]) -> list[ContactMatch]:
    """In reading order; of two that overlap the graver stays, stretched over both."""
    kept: list[ContactMatch] = []
    for match in sorted(matches, key=lambda each: each.spans[0]):
        if not kept or kept[-1].spans[0][1] <= match.spans[0][0]:
            kept.append(match)
            continue
        graver = max(kept[-1], match, key=lambda each: each.severity)
        start, end = kept[-1].spans[0]
        kept[-1] = replace(graver, spans=((start, max(end, match.spans[0][1])),))
    return kept
