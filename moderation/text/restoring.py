"""The skeleton view: the text with disguised, spaced, starred, misspelt and joined words put back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter

from moderation.text.alphabet import WORDS
from moderation.text.occurring import Sought
from moderation.text.rewriting import Rechunked, Rewriting
from moderation.text.skeleton import with_letters, without_look_alikes
from moderation.text.view import View
from moderation.text.vocabulary import Vocabulary
from moderation.verdict import Span

_FIGURE_INSIDE = re.compile(r"^[^\W\d_]*[0134578@$!|][^\W\d_]+[^\W\d_]*$|[^\W\d_][0134578@$!|]+[^\W\d_]")
# Between letters that stand one by one may be any sign, spaces, strokes, hearts, but none that opens or ends something.
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_](?:[^\w\n()\[\]{}<>\":;=@#$%&!?]|_){1,3}){2,}[^\W_](?![^\W_])")
_SPACED_SIGN = Sought(r"(?:^|[^\pL\pN])[\pL\pN](?:[^\pL\pN\n()\[\]{}<>\":;=@#$%&!?]{1,3}[\pL\pN]){2}")
_NARROW_GAP = re.compile(r"(?<=\w)[^\w](?=\w)")
_WIDER_GAP = re.compile(r" {2,}|\s[^\w\s']\s")
_WIDER_GAP_SIGN = Sought(r"  | [^\pL\pN ] ")
_GAP = re.compile(r"(\s+)")
_EDGES = ".,;:?\"'()[]{}<>…-–—"
_SHORTEST_IN_FIGURES = 5
_MOST_CORRECTIONS, _MOST_CHUNKS, _LONGEST_CHUNK = 100, 100, 60
_FEWEST_SINGLES, _MANY_WORDS, _MANY_FIGURES, _LONGEST_NUMBER = 3, 100, 2, 4
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 30
_PLAIN_CHUNKS = set[str]()
"""Chunks that were looked at and are nothing else in any language: neither a number nor with a sign of a disguise."""

# Start and end in the plain text, whether it is a guess, and what is put there.
Replacement = tuple[int, int, bool, str]
Readings = dict[str, tuple[int, int, str]]
_LETTER = "[a-zäöå]"
# One look in one pass, and most messages need no other: a foreign character, a figure or star in a word, a stroke
# before its last letters, figures enough for a word, a letter held down.
_DISGUISED = Sought(
    r"[^\x00-\x7fäöå]"
    f"|{_LETTER}[0-9@$!|+(]|[0-9@$!|+(]'?{_LETTER}|[a-z0-9_äöå][*#%]"
    f"|{_LETTER}_{{1,3}}{_LETTER}|{_LETTER}-{{1,3}}{_LETTER}{{1,2}}(?:[^a-z0-9_äöå]|$)|[0-9]{{5}}|[0-9]{{2}}-[0-9]{{2}}|{_LETTER}-[0-9]|"
    + "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyzäöå")
)


def restored_view(plain: View, vocabulary: Vocabulary, may_hide: bool = True) -> View | None:
    """The text with every recognised disguise undone, or None when there is none.

    `may_hide` is false where somebody has seen that no chunk is disguised; letters may still stand one by one.
    """
    runs = _spaced(plain)
    read = {run: _unspaced(run, vocabulary) for run in dict.fromkeys(match[0] for match in runs)}
    spaced = [(*match.span(), False, read[match[0]]) for match in runs]
    parts: list[str] = []
    readings: Readings = {}
    if may_hide and _DISGUISED.occurs(plain.text):
        parts = _parts(plain.text)
        readings = _all_readings(parts[::2], vocabulary)
    words = [] if plain.kinds <= vocabulary.settled else [*_words(plain, vocabulary)]
    if not spaced and not words:
        return _rechunked(plain, parts, readings) if readings else None
    return _rewritten(plain, _without_overlaps([*spaced, *_chunks(parts, readings), *words]))


def _without_overlaps(found: Iterable[Replacement]) -> list[Replacement]:
    """In order; of two that overlap the one that begins first, or was found first where they begin together."""
    kept: list[Replacement] = []
    end = 0
    for replacement in sorted(found, key=itemgetter(0)):
        if end <= replacement[0]:
            kept.append(replacement)
            end = replacement[1]
    return kept


def _spaced(plain: View) -> list[re.Match[str]]:
    """Runs of single letters; most messages have too few single letters to look any further."""
    words = plain.words
    is_likely = len(words) > _MANY_WORDS or [*map(len, words)].count(1) >= _FEWEST_SINGLES
    if not is_likely or not _SPACED_SIGN.occurs(plain.text):
        return []
    return [match for match in _SPACED.finditer(plain.text) if _is_lettered(match[0])]


def _is_lettered(spaced: str) -> bool:
    """True when these single signs are a word and not a number."""
    signs = _signs(spaced)
    return signs.isalpha() or sum(map(str.isalpha, signs)) > sum(map(str.isdigit, signs))


def _signs(spaced: str) -> str:
    return WORDS.read(spaced).replace(" ", "")


def _unspaced(spaced: str, vocabulary: Vocabulary) -> str:
    pieces = [*map(_signs, _WIDER_GAP.split(spaced))] if _WIDER_GAP_SIGN.occurs(spaced) else [_signs(spaced)]
    if 2 * [*map(len, pieces)].count(1) > len(pieces):
        # The wider gaps are those between letters: such a m  o  r  o  n.
        pieces = [*map(_signs, _NARROW_GAP.split(spaced))]
    read = {piece: vocabulary.read(piece) for piece in {*pieces} if piece}
    return " ".join(read[piece] for piece in pieces if piece)


def _parts(text: str) -> list[str]:
    """Chunks and what stands between them, in turn; without a look at every character where that is one space."""
    if not text.isprintable():
        # Other blanks than the plain space are not printable, and what else is not may stand here too.
        return _GAP.split(text)
    chunks = text.split(" ")
    parts = [" "] * (2 * len(chunks) - 1)
    parts[::2] = chunks
    return parts


def _all_readings(chunks: Sequence[str], vocabulary: Vocabulary) -> Readings:
    """The chunks that stand for another word, wherever they are; each is read once."""
    kinds = list(dict.fromkeys(chunks))
    readings = _readings(kinds, vocabulary)
    figured = {chunk for chunk, (lead, length, _) in readings.items() if _has_figure(chunk[lead : lead + length])}
    if figured and sum(map(figured.__contains__, chunks)) >= _MANY_FIGURES:
        readings |= _numbers_as_words(kinds, vocabulary)
    return readings


def _chunks(parts: Sequence[str], readings: Readings) -> Iterator[Replacement]:
    if not readings:
        return
    places = accumulate(map(len, parts), initial=0)
    for chunk, place in zip(parts, places, strict=False):
        if chunk in readings:
            lead, length, word = readings[chunk]
            yield place + lead, place + lead + length, False, word


def _readings(chunks: Iterable[str], vocabulary: Vocabulary) -> Readings:
    """Those of these chunks that are disguised."""
    readings: Readings = {}
    read: dict[str, tuple[str, str] | None] = {}
    for whole in chunks:
        if whole in _PLAIN_CHUNKS:
            continue
        chunk, lead = _trimmed(whole)
        if chunk.replace("-", "").isdecimal():
            word = _word_in_figures(chunk, vocabulary)
            if word is not None:
                readings[whole] = lead, len(chunk), word
            continue
        if chunk not in read and len(read) < _MOST_CHUNKS:
            if chunk in vocabulary.disguises or _is_odd(chunk, vocabulary):
                read[chunk] = _remembered_reading(chunk, vocabulary)
            elif len(whole) <= _LONGEST_REMEMBERED and (_is_plain(chunk) or not vocabulary.knows(chunk)):
                _remember_plain(whole)
        reading = read.get(chunk)
        if reading is not None:
            readings[whole] = lead, len(reading[0]), reading[1]
    return readings


def _remembered_reading(chunk: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    known = vocabulary.disguises
    if chunk in known:
        return known[chunk]
    reading = _reading(chunk, vocabulary)
    if len(chunk) <= _LONGEST_REMEMBERED:
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        known[chunk] = reading
    return reading


def _remember_plain(chunk: str) -> None:
    if len(_PLAIN_CHUNKS) >= _MOST_REMEMBERED:
        _PLAIN_CHUNKS.clear()
    _PLAIN_CHUNKS.add(chunk)


def _word_in_figures(chunk: str, vocabulary: Vocabulary) -> str | None:
    """Known words written in nothing but figures, when they are long enough to be no number: 715517, 7413-73."""
    if len(chunk) < _SHORTEST_IN_FIGURES or len(chunk) > _LONGEST_CHUNK:
        return None
    word = with_letters(chunk)
    return word if all(len(each) > 1 and vocabulary.knows(each) for each in word.split("-")) else None


def _has_figure(disguise: str) -> bool:
    return any(map(str.isdecimal, disguise))


def _is_plain(chunk: str) -> bool:
    return chunk.isalpha() and chunk.isascii()


def _is_odd(chunk: str, vocabulary: Vocabulary) -> bool:
    if _is_plain(chunk):
        return _DISGUISED.occurs(chunk)
    if len(chunk) > _LONGEST_CHUNK:
        return not chunk.isascii()
    # A rule may know the word with its figure in one phrase and without in another: d1e.
    return (not vocabulary.knows(chunk) or _FIGURE_INSIDE.search(chunk) is not None) and _DISGUISED.occurs(chunk)


def _reading(chunk: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The disguised part of this chunk and the word it stands for; None when it is what it seems."""
    for candidate in dict.fromkeys((chunk, chunk.rstrip("!*"))):
        word = _undone(candidate, vocabulary)
        if word is not None and word != candidate:
            return candidate, word
    return None


def _numbers_as_words(chunks: Iterable[str], vocabulary: Vocabulary) -> Readings:
    """Among words written with figures, a short number is a word too: 1 k1ll."""
    readings: Readings = {}
    numbers = [chunk for chunk in chunks if _trimmed(chunk)[0].isdecimal()]
    for chunk in numbers[:_MOST_CHUNKS]:
        number, lead = _trimmed(chunk)
        word = vocabulary.undisguised(number) if len(number) <= _LONGEST_NUMBER else None
        if word is not None:
            readings[chunk] = lead, len(number), word
    return readings


def _undone(chunk: str, vocabulary: Vocabulary) -> str | None:
    if len(chunk) > _LONGEST_CHUNK:
        return without_look_alikes(chunk)
    chunk = chunk.replace("()", "o")
    word = vocabulary.undisguised(chunk) or vocabulary.unstarred(chunk) or _hyphened(chunk, vocabulary)
    if word is None:
        decoded = _decoded(chunk)
        word = vocabulary.corrected(decoded) or decoded
    return word


def _hyphened(chunk: str, vocabulary: Vocabulary) -> str | None:
    """Known words with strokes between them, one at least with figures or stars for letters: du-73, 5panzura-te."""
    parts = [vocabulary.unstarred(part) or part if "*" in part or "#" in part else part for part in chunk.split("-")]
    # A figure alone tells: the sign at the end of "no-no!" is no letter.
    read = [with_letters(part) if _has_figure(part) and not vocabulary.knows(part) else part for part in parts]
    if len(parts) == 1 or "-".join(read) == chunk:
        return None
    return (
        "-".join(read) if all(vocabulary.knows(each) or (len(each) == 1 and each.isalpha()) for each in read) else None
    )


def _decoded(chunk: str) -> str:
    """Letters for look-alikes and, in an unknown word, for figures; the rules may know its beginning or end."""
    latin = without_look_alikes(chunk)
    return with_letters(latin) if _FIGURE_INSIDE.search(latin) else latin


def _trimmed(chunk: str) -> tuple[str, int]:
    """The chunk without the signs around it, and how many stood before it."""
    stripped = chunk.lstrip(_EDGES)
    return stripped.rstrip(_EDGES), len(chunk) - len(stripped)


def _words(plain: View, vocabulary: Vocabulary) -> Iterator[Replacement]:
    unsettled = [index for index, word in enumerate(plain.words) if word not in vocabulary.settled]
    for index in unsettled[:_MOST_CORRECTIONS]:
        meant = vocabulary.corrected(plain.words[index])
        if meant is not None:
            yield *plain.place_of_words(index, index + 1), True, meant


def _rechunked(plain: View, parts: Sequence[str], readings: Readings) -> View:
    chunks = Rechunked(parts, readings)
    view = View("skeleton", chunks.text, lambda start, end: plain.original(*chunks.before(start, end)))
    view.read_from = plain
    return view


def _rewritten(plain: View, replacements: list[Replacement]) -> View:
    text, position = plain.text, 0
    pieces: list[str] = []
    stood: list[int] = []
    for start, end, _, word in replacements:
        pieces += text[position:start], word
        stood += position, start
        position = end
    rewriting = Rewriting([*pieces, text[position:]], [*stood, position, len(text)])

    def original(start: int, end: int) -> Span:
        return plain.original(*rewriting.before(start, end))

    view = View("skeleton", "".join(pieces) + text[position:], original)
    view.read_from = plain
    guessed = [number for number, replacement in enumerate(replacements) if replacement[2]]
    view.guesses = tuple((rewriting.ends[2 * each], rewriting.ends[2 * each + 1]) for each in guessed)
    return view
