"""What a message could hold at all, told by its words and signs before anything is looked for.

Each look runs a pattern over the whole text, and most messages hold nothing that any of them could begin with.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from typing import NamedTuple

from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.handle import SIGN as HANDLE_SIGN
from moderation.detect.contacts.mail import SIGN as MAIL_SIGN
from moderation.detect.contacts.spoken import JOINERS, NUMBER_BEGINNINGS, NUMBER_WORDS, spells_digits
from moderation.detect.held import Held
from moderation.text.alphabet import FOLDED
from moderation.text.skeleton import LETTERS
from moderation.text.view import View

_LETTERS = "abcdefghijklmnopqrstuvwxyzäöå"
_QUIET = f"{_LETTERS} \n.,;:?\"'".encode()
_IN_DISGUISES = b"0123456789@$!|+(*#%-_"
_IN_CONTACTS = b"0123456789+@#)]/"
_IN_LINKS = b"/"
# Letters and marks that are folded into those above.
_USUAL = frozenset("äöåÄÖÅăâîșțşţĂÂÎȘȚŞŢ’‘“”„»«")
_NOTHING, _A_PICTURE, _A_LETTER, _ANYTHING = range(4)
_CONTACT, _HELD_DOWN, _JOINER, _NUMBERS = 1, 2, 4, 8
_A_NUMBER, _ITS_BEGINNING = 1, 3
"""Bits from _NUMBERS on: one for each word of a number, two for one that goes on in many ways."""
_SHORTEST_REST = 120
"""In fewer characters nobody can begin to spell so many numbers that the rest is taken for one unread."""


class Glance(NamedTuple):
    """Whether a text may hold letters in disguise, contact details, links. False is certain, True is not."""

    disguises: bool = True
    contacts: bool = True
    links: bool = True


_MAYBE_ALL, _NOTHING_AT_ALL = Glance(), Glance(False, False, False)


class _Hidden(dict[str, int]):
    """What each character beyond ASCII may hide, worked out when it is first met: at most one entry for each of Unicode."""

    def __missing__(self, character: str) -> int:
        self[character] = hidden = _hidden_in(character)
        return hidden


def _hidden_in(character: str) -> int:
    if character in _USUAL:
        return _NOTHING
    if not FOLDED[ord(character)] == Folded(character).lower == character.lower():
        return _ANYTHING
    if character.lower().isascii() or character.upper().isascii():
        # The dotless i: where case does not matter it is the one with a dot.
        return _ANYTHING
    if unicodedata.category(character) == "So" and LETTERS[ord(character)] == character:
        # A picture is read as it is, but makes a word that it touches unknown: then ä and a are one.
        return _A_PICTURE
    # Of another alphabet it may stand for one of ours, but not in an address, number or link.
    return _A_LETTER if character.isalpha() and character.lower() not in _LETTERS else _ANYTHING


_HIDDEN = _Hidden()


def _letters_of(sign: str) -> str:
    """The letters a sign begins with, and the edge of a word where anything else comes after them."""
    letters = sign[: next((place for place, each in enumerate(sign) if not each.isalpha()), len(sign))]
    return letters if letters == sign else f"{letters} "


def _pieces() -> dict[str, int]:
    signs = f"{HANDLE_SIGN}|{MAIL_SIGN}".replace("\\", "").split("|")
    telling = {_letters_of(sign): _CONTACT for sign in signs if sign[0].isalpha()}
    numbers = dict.fromkeys((f" {FOLDED.read(word)} " for word in NUMBER_WORDS), _A_NUMBER)
    numbers |= dict.fromkeys((f" {FOLDED.read(word)}" for word in NUMBER_BEGINNINGS), _ITS_BEGINNING)
    joiners = dict.fromkeys((f" {FOLDED.read(word)} " for word in JOINERS), _JOINER)
    held_down = dict.fromkeys((letter * 3 for letter in _LETTERS), _HELD_DOWN)
    return (
        telling
        | joiners
        | held_down
        | {word: (_NUMBERS << 2 * n) * bits for n, (word, bits) in enumerate(numbers.items())}
    )


_TELLING = Held(_pieces())


def glance_at(text: str, view: View) -> Glance:
    """What the text as typed may hold; `view` is its plain view."""
    hidden = _NOTHING if text.isascii() else _hidden_among(view.others_typed)
    if hidden == _ANYTHING:
        return _MAYBE_ALL
    odd = view.text.encode().translate(None, _QUIET)
    held = _TELLING.bits_in(view.kinds)
    if not (odd or held or hidden or "." in text):
        return _NOTHING_AT_ALL
    names_contact = bool(held & _CONTACT)
    return Glance(
        disguises=bool(held & _HELD_DOWN) or hidden == _A_LETTER or _any_of(_IN_DISGUISES, odd),
        contacts=names_contact or _any_of(_IN_CONTACTS, odd) or _may_spell_a_number(held, hidden, view),
        links=names_contact or _any_of(_IN_LINKS, odd) or _has_dot_inside(text),
    )


def _may_spell_a_number(held: int, hidden: int, view: View) -> bool:
    """False where the words of numbers are too few, or all the same: one of them is in every other message."""
    if hidden == _A_LETTER:
        # A letter that this view takes for a part of a word ends one for those who look for numbers.
        return held >= _JOINER
    kinds = (held // _NUMBERS).bit_count()
    if kinds != 1:
        return kinds > 1
    # An apostrophe may hide the first and the last word of a number, but not those between them.
    are_all_seen = "'" not in view.text or len(view.words) == len(view.kinds)
    return not are_all_seen or len(view.text) >= _SHORTEST_REST or _begins_with_a_number(view.text)


def _begins_with_a_number(text: str) -> bool:
    """True where a text may be nothing but numbers in words, and so a piece of one."""
    return spells_digits(text.replace(",", " ").split(None, 1)[0])


def _hidden_among(typed: Set[str] | None) -> int:
    if typed is None:
        return _ANYTHING
    hidden = max(map(_HIDDEN.__getitem__, typed))
    return _A_LETTER if hidden == _A_PICTURE and not _USUAL.isdisjoint(typed) else hidden


def _any_of(signs: bytes, odd: bytes) -> bool:
    return bool(odd) and len(odd.translate(None, signs)) < len(odd)


def _has_dot_inside(text: str) -> bool:
    """True unless a space or the end comes after every full stop."""
    return "." in text and text.count(".") > text.count(". ") + text.endswith(".")
