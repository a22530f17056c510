"""A telephone number given piece by piece in consecutive messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from moderation.detect.contacts import cues, numbering
from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, found
from moderation.detect.contacts.spoken import spells_digits, spoken_digits
from moderation.text.occurring import Sought

_MOST_PIECES = 12
_LONGEST_PIECE = 80
_LETTERS = Sought("[a-zà-öø-ɏ]")
_LAST = Sought("(\\+?[0-9][0-9 .()/-]{0,15})[^0-9a-z]{0,4}$")


def find_split(folded: Folded, earlier: Sequence[str]) -> Iterator[ContactMatch]:
    """The piece of a number in this text, when the author's last texts (oldest first) hold the rest of it."""
    piece = _whole_piece(folded.lower)
    if not piece or not earlier:
        return
    if _is_phone(_joined(piece, earlier), earlier):
        yield found(Kind.SPLIT_PHONE, folded.original(0, len(folded.text)))


def _whole_piece(text: str) -> str:
    """The digits of a message that is nothing but a piece of a number, in digits or words; otherwise empty."""
    text = text.strip()
    if not text or len(text) > _LONGEST_PIECE:
        return ""
    if _LETTERS.occurs(text):
        return spoken_digits(text) if _all_number_words(text) else ""
    return "".join(char for char in text if char.isdigit() or char == "+")


def _all_number_words(text: str) -> bool:
    words = text.replace(",", " ").split()
    return all(map(spells_digits, words))


def _joined(piece: str, earlier: Sequence[str]) -> str:
    """The pieces in the order they were sent, back to the message whose sentence ends with the first of them."""
    for text in reversed(earlier[-_MOST_PIECES:]):
        lower = Folded(text[-_LONGEST_PIECE:]).lower
        whole = _whole_piece(lower)
        if whole:
            piece = whole + piece
            continue
        last = _LAST.pattern.search(lower)
        if last:
            piece = "".join(char for char in last.group(1) if char.isdigit() or char == "+") + piece
        break
    return piece


def _is_phone(number: str, earlier: Sequence[str]) -> bool:
    if number.startswith("+"):
        return numbering.is_international(number[1:])
    if number.startswith("00"):
        return numbering.is_international(number[2:])
    if number.startswith("0") and number[1:2] != "0" and numbering.is_dialled(number):
        return True
    said = " ".join(text[-_LONGEST_PIECE:] for text in earlier[-_MOST_PIECES:]).lower()
    return 7 <= len(number) <= 13 and cues.names_telephone(said, len(said), len(said))
