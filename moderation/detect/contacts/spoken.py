"""Telephone numbers spelled out in words, in English, Finnish, Romanian and Swedish, mixed with digits as people do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from moderation.detect.contacts import cues, numbering
from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, Span, found
from moderation.detect.contacts.scan import edged, edged_hits
from moderation.text.occurring import Sought

_DIGIT_WORDS = (
    "zero oh nolla nol noll",
    "one yksi yks unu una ett en",
    "two kaksi kaks doi două doua två tva",
    "three kolme kolm kol trei tre",
    "four neljä nelj nelja patru fyra",
    "five viisi viis cinci fem",
    "six kuusi kuus șase sase şase sex",
    "seven seitsemän seittemän seiska șapte sapte şapte sju",
    "eight kahdeksan kaheksan kasi opt åtta",
    "nine yhdeksän yheksän ysi nouă noua nio",
)
_TEENS = (
    "ten kymmenen zece tio",
    "eleven yksitoista unsprezece elva",
    "twelve kaksitoista doisprezece tolv",
    "thirteen kolmetoista treisprezece tretton",
    "fourteen neljätoista paisprezece fjorton",
    "fifteen viisitoista cincisprezece femton",
    "sixteen kuusitoista șaisprezece saisprezece sexton",
    "seventeen seitsemäntoista șaptesprezece saptesprezece sjutton",
    "eighteen kahdeksantoista optsprezece arton",
    "nineteen yhdeksäntoista nouăsprezece nouasprezece nitton",
)
_TENS = (
    "twenty kaksikymmentä douăzeci douazeci tjugo",
    "thirty kolmekymmentä treizeci trettio",
    "forty neljäkymmentä patruzeci fyrtio",
    "fifty viisikymmentä cincizeci femtio",
    "sixty kuusikymmentä șaizeci saizeci sextio",
    "seventy seitsemänkymmentä șaptezeci saptezeci sjuttio",
    "eighty kahdeksankymmentä optzeci åttio",
    "ninety yhdeksänkymmentä nouăzeci nouazeci nittio",
)
_REPEATS = {"double": 2, "triple": 3, "tupla": 2, "dublu": 2, "dubbel": 2}
JOINERS = frozenset({"și", "si", "şi", "and", "plus"})

_ONES = {word: str(value) for value, words in enumerate(_DIGIT_WORDS) for word in words.split()}
_TENS_VALUE = {word: value * 10 for value, words in enumerate(_TENS, start=2) for word in words.split()}
_VALUES = (
    _ONES
    | {word: str(10 + value) for value, words in enumerate(_TEENS) for word in words.split()}
    | {word: str(value) for word, value in _TENS_VALUE.items()}
    | {
        tens + one: str(value + int(digit))
        for tens, value in _TENS_VALUE.items()
        for one, digit in _ONES.items()
        if digit != "0"
    }
)
_FEWEST_WORDS = 4
_FEWEST_AMONG_FIGURES = 2
_ANY_WORD = "|".join((*_ONES, *(word for words in _TEENS for word in words.split())))
_TENS_WORD = "|".join(_TENS_VALUE)
_ELEMENT = f"(?:(?:{_TENS_WORD})(?:{_ANY_WORD})?|{_ANY_WORD}|[0-9]+|{'|'.join((*_REPEATS, *JOINERS))})"
_RUN = edged(f"(?:{_ELEMENT}[ ,./-]+){{{_FEWEST_WORDS},}}{_ELEMENT}")
# Figures may stick to a word: 07doi3. Looked for in short texts alone: it takes twenty times as long.
_GLUED = f"[0-9]*(?:{_ELEMENT})[0-9]*"
_STUCK = Sought(f"[0-9](?:{_ANY_WORD})|(?:{_ANY_WORD})[0-9]")
_STUCK_RUN = edged(f"(?:{_GLUED}[ ,./-]+){{{_FEWEST_WORDS},}}{_GLUED}")
_LONGEST_STUCK = 200
SIGN = f"{_ELEMENT}[ ,./-]+{_ELEMENT}"
"""What every spoken number begins with: most sentences have no two number words together."""
NUMBER_WORDS = (*_ONES, *(word for words in _TEENS for word in words.split()), *_REPEATS)
NUMBER_BEGINNINGS = tuple(_TENS_VALUE)
"""A spoken number has some of these words in it, or words that begin like these."""
_PIECE = Sought("[0-9]+|[^0-9 ]+")
_SEPARATORS = str.maketrans(dict.fromkeys(",./-", " "))


def find_spoken(folded: Folded) -> Iterator[ContactMatch]:
    """Every run of number words that reads as a telephone number; counting aloud and small amounts are none."""
    text = folded.lower
    run = _STUCK_RUN if len(text) <= _LONGEST_STUCK and _STUCK.occurs(text) else _RUN
    for start, end, is_rest in edged_hits(run, text):
        if is_rest or _is_phone(text, (start, end)):
            yield found(Kind.SPOKEN_PHONE, folded.original(start, end))


def spoken_digits(words: str) -> str:
    """The digits that `words` spell: `zero seven two double five` is 07255, `douăzeci și unu` is 21."""
    return "".join(_numbers(words))


def spells_digits(word: str) -> bool:
    """True for a word that is nothing but numbers: `07doi3` is, `u003cbody` is not."""
    return word in _VALUES if word.isalpha() else bool(spoken_digits(word)) and all(map(_is_known, _apart(word)))


def _is_known(piece: str) -> bool:
    return piece.isdigit() or piece in _VALUES or piece in JOINERS or piece in _REPEATS


def _numbers(words: str) -> list[str]:
    numbers: list[str] = []
    times, tens = 1, 0
    for word in _apart(words):
        if word in JOINERS:
            continue
        if word in _REPEATS:
            times = _REPEATS[word]
            continue
        value = word if word.isdigit() else _VALUES.get(word)
        if value is None:
            continue
        if tens and word in _ONES and value != "0":
            numbers[-1] = str(tens + int(value))
        else:
            numbers.append(value * times)
        tens, times = _TENS_VALUE.get(word, 0), 1
    return numbers


def _apart(words: str) -> list[str]:
    """The words and figures of it, those that stick together too: 07doi3."""
    apart = words.translate(_SEPARATORS).split()
    return [
        piece
        for word in apart
        for piece in ([word] if word.isalpha() or word.isdigit() else _PIECE.pattern.findall(word))
    ]


def _is_phone(text: str, span: Span) -> bool:
    words = _apart(text[span[0] : span[1]])
    spelled = sum(not word.isdigit() for word in words)
    if spelled < _FEWEST_AMONG_FIGURES:
        return False
    numbers = _numbers(" ".join(words))
    digits = "".join(numbers)
    if spelled < _FEWEST_WORDS and not numbering.is_dialled(digits):
        return False
    if not 7 <= len(digits) <= 16 or _counts(numbers):
        return False
    return digits[0] == "0" or len(digits) >= 9 or cues.names_telephone(text, *span)


def _counts(numbers: list[str]) -> bool:
    """True for counting up or down by one: a breathing or grounding exercise, not a number to call."""
    steps = {int(after) - int(before) for before, after in pairwise(numbers)}
    return steps <= {1, 0} or steps <= {-1, 0}
