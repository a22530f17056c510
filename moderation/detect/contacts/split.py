"""A telephone number given piece by piece, in consecutive messages or as its beginning and its end in one."""

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
_PIECE = "\\+?[0-9][0-9 .()/-]*"
_HALVES = Sought(
    "(?:starts?|starting|begins?|beginning|first|alkaa|alku|alkuosa|[iî]ncepe|[iî]nceputul|prima|börjar|början|första)"
    f"[^0-9+\n]{{0,20}}({_PIECE})[^0-9\n]{{1,30}}"
    "(?:ends?|ending|last|rest|loppu[a-zäö]*|loput|päättyy|termin[aă]|sf[aâ]r[sș]e[sș]te|restul|ultim|slutar|slutet|resten|"
    f"sista)[^0-9+\n]{{0,20}}({_PIECE})"
)
_SHORTEST_OF_HALVES = 9  # A shift that starts at 0700 and ends at 1900 has eight figures.


def find_halves(folded: Folded) -> Iterator[ContactMatch]:
    """A number told in one message as what it begins with and what it ends with."""
    if not _HALVES.occurs(folded.lower):
        return
    for match in _HALVES.pattern.finditer(folded.lower):
        number = "".join(char for char in match.group(1) + match.group(2) if char.isdigit() or char == "+")
        if len(number) >= _SHORTEST_OF_HALVES and _is_whole(number):
            yield found(Kind.SPLIT_PHONE, folded.original(match.start(1), match.end(2)))
            return


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


def _is_whole(number: str) -> bool:
    if number.startswith("+"):
        return numbering.is_international(number[1:])
    if number.startswith("00"):
        return numbering.is_international(number[2:])
    return number.startswith("0") and numbering.is_dialled(number)


def _is_phone(number: str, earlier: Sequence[str]) -> bool:
    if number.startswith(("+", "0")) and _is_whole(number):
        return True
    if number.startswith(("+", "00")):
        return False
    said = " ".join(text[-_LONGEST_PIECE:] for text in earlier[-_MOST_PIECES:]).lower()
    return 7 <= len(number) <= 13 and cues.names_telephone(said, len(said), len(said))
