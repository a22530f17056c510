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
from moderation.detect.contacts.spoken import NUMBER_BEGINNINGS, NUMBER_WORDS
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
_CONTACT, _HELD_DOWN = 1, 2


class Glance(NamedTuple):
    """Whether a text may hold letters in disguise, contact details, links. False is certain, True is not."""

    disguises: bool = True
    contacts: bool = True
    links: bool = True


_MAYBE_ALL = Glance()


class _Hidden(dict[str, int]):
    """What each character beyond ASCII may hide, worked out when it is first met: at most one entry for each of Unicode."""

    def __missing__(self, character: str) -> int:
        self[character] = hidden = _hidden_in(character)
        return hidden


def _hidden_in(character: str) -> int:
    if character in _USUAL:
        return _NOTHING
    if character.isascii() or not FOLDED[ord(character)] == Folded(character).lower == character.lower():
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
    telling = {_letters_of(sign) for sign in signs if sign[0].isalpha()}
    telling.update(f" {FOLDED.read(word)} " for word in NUMBER_WORDS)
    telling.update(f" {FOLDED.read(word)}" for word in NUMBER_BEGINNINGS)
    held_down = (letter * 3 for letter in _LETTERS)
    return dict.fromkeys(telling, _CONTACT) | dict.fromkeys(held_down, _HELD_DOWN)


_TELLING = Held(_pieces())


def glance_at(text: str, view: View) -> Glance:
    """What the text as typed may hold; `view` is its plain view."""
    hidden = _NOTHING if text.isascii() else _hidden_among(view.others_typed)
    if hidden == _ANYTHING:
        return _MAYBE_ALL
    odd = view.text.encode().translate(None, _QUIET)
    disguises, contacts = hidden == _A_LETTER or _any_of(_IN_DISGUISES, odd), _any_of(_IN_CONTACTS, odd)
    if disguises and contacts:
        return _MAYBE_ALL
    held = _TELLING.bits_in(view.kinds)
    names_contact = bool(held & _CONTACT)
    return Glance(
        disguises=disguises or bool(held & _HELD_DOWN),
        contacts=contacts or names_contact,
        links=names_contact or _any_of(_IN_LINKS, odd) or _has_dot_inside(text),
    )


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
