"""The skeleton view: the text with disguised, spaced, starred, misspelt and joined words put back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from moderation.text.skeleton import with_letters, without_look_alikes
from moderation.text.view import View
from moderation.text.vocabulary import Vocabulary
from moderation.verdict import Span

_FIGURE_IN_WORD = re.compile(r"[^\W\d_][0-9@$!|+€£¢¥§(]|[0-9@$!|+€£¢¥§(]'?[^\W\d_]")
_FIGURE_INSIDE = re.compile(r"^[^\W\d_]*[0134578@$!|][^\W\d_]+[^\W\d_]*$|[^\W\d_][0134578@$!|]+[^\W\d_]")
_STARRED = re.compile(r"\w[*#%•✱×]|[^\W\d_][-_]{1,3}[^\W\d_]{1,2}\b")
_ODD = re.compile(r"[0-9@$!|+*#%_\-•×(§]|[^\x00-\x7fäöå]")
_FOREIGN_LETTER = re.compile(r"[^\x00-\x7fäöå]")
_DISGUISES = (_FIGURE_IN_WORD, _STARRED, _FOREIGN_LETTER)
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .,'\-_*~/|•·+]{1,3}){2,}\w(?!\w)")
_WIDER_GAP = re.compile(r" {2,}|\s[^\w\s']\s")
_NOT_LETTER = re.compile(r"[\W_]+")
_CHUNK = re.compile(r"\S+")
_EDGES = ".,;:?\"'()[]{}<>…-–—"
_MOST_CORRECTIONS, _MOST_CHUNKS, _LONGEST_CHUNK = 100, 100, 60
_FEWEST_SINGLES, _MANY_FIGURES, _LONGEST_NUMBER = 3, 2, 4

Replacement = tuple[Span, str]


def restored_view(plain: View, vocabulary: Vocabulary) -> View | None:
    """The text with every recognised disguise undone, or None when there is none."""
    replacements = _replacements(plain, vocabulary)
    return _rewritten(plain, replacements) if replacements else None


def _replacements(plain: View, vocabulary: Vocabulary) -> list[tuple[Span, bool, str]]:
    """What is put back, in order and without overlaps, and whether it is a guess; spaced letters go first."""
    found = [(match.span(), False, _unspaced(match[0], vocabulary)) for match in _spaced(plain)]
    if _is_disguised(plain.text):
        found += [(span, False, word) for span, word in _chunks(plain.text, vocabulary)]
    found += [(span, True, word) for span, word in _words(plain, vocabulary)]
    kept: list[tuple[Span, bool, str]] = []
    for replacement in sorted(found):
        if not kept or kept[-1][0][1] <= replacement[0][0]:
            kept.append(replacement)
    return kept


def _spaced(plain: View) -> Iterator[re.Match[str]]:
    """Runs of single letters; most messages have too few single letters to look any further."""
    if sum([len(word) == 1 for word in plain.words]) >= _FEWEST_SINGLES:
        for match in _SPACED.finditer(plain.text):
            if _is_lettered(match[0]):
                yield match


def _is_lettered(spaced: str) -> bool:
    """True when these single signs are a word and not a number."""
    return sum(map(str.isalpha, spaced)) > sum(map(str.isdigit, spaced))


def _is_disguised(text: str) -> bool:
    if _STRETCHED.search(text):
        return True
    return bool(_ODD.search(text)) and any(sign.search(text) for sign in _DISGUISES)


def _unspaced(spaced: str, vocabulary: Vocabulary) -> str:
    pieces = (_NOT_LETTER.sub("", piece) for piece in _WIDER_GAP.split(spaced))
    return " ".join(vocabulary.read(piece) for piece in pieces if piece)


def _chunks(text: str, vocabulary: Vocabulary) -> Iterator[Replacement]:
    numbers: list[tuple[str, int]] = []
    read: dict[str, tuple[str, str] | None] = {}
    figured = 0
    for match in _CHUNK.finditer(text):
        chunk, start = _trimmed(match[0], match.start())
        if chunk.isdecimal():
            numbers.append((chunk, start))
        if chunk not in read and len(read) < _MOST_CHUNKS and _is_odd(chunk, vocabulary):
            read[chunk] = _reading(chunk, vocabulary)
        reading = read.get(chunk)
        if reading is not None:
            disguise, word = reading
            figured += any(map(str.isdecimal, disguise))
            yield (start, start + len(disguise)), word
    if figured >= _MANY_FIGURES:
        yield from _numbers_as_words(numbers, vocabulary)


def _is_odd(chunk: str, vocabulary: Vocabulary) -> bool:
    if chunk.isalpha() and chunk.isascii():
        return _STRETCHED.search(chunk) is not None
    if len(chunk) > _LONGEST_CHUNK:
        return not chunk.isascii()
    return not vocabulary.knows(chunk) and _is_disguised(chunk)


def _reading(chunk: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The disguised part of this chunk and the word it stands for; None when it is what it seems."""
    for candidate in (chunk, chunk.rstrip("!*")):
        word = _undone(candidate, vocabulary)
        if word is not None and word != candidate:
            return candidate, word
    return None


def _numbers_as_words(numbers: list[tuple[str, int]], vocabulary: Vocabulary) -> Iterator[Replacement]:
    """Among words written with figures, a short number is a word too: 1 k1ll."""
    for number, start in numbers[:_MOST_CHUNKS]:
        word = vocabulary.undisguised(number) if len(number) <= _LONGEST_NUMBER else None
        if word is not None:
            yield (start, start + len(number)), word


def _undone(chunk: str, vocabulary: Vocabulary) -> str | None:
    if len(chunk) > _LONGEST_CHUNK:
        return without_look_alikes(chunk)
    word = vocabulary.undisguised(chunk) or vocabulary.unstarred(chunk)
    if word is None:
        decoded = _decoded(chunk)
        word = vocabulary.corrected(decoded) or decoded
    return word


def _decoded(chunk: str) -> str:
    """Letters for look-alikes and, in an unknown word, for figures; the rules may know its beginning or end."""
    latin = without_look_alikes(chunk)
    return with_letters(latin) if _FIGURE_INSIDE.search(latin) else latin


def _trimmed(chunk: str, start: int) -> tuple[str, int]:
    stripped = chunk.lstrip(_EDGES)
    return stripped.rstrip(_EDGES), start + len(chunk) - len(stripped)


def _words(plain: View, vocabulary: Vocabulary) -> Iterator[Replacement]:
    unsettled = [index for index, word in enumerate(plain.words) if word not in vocabulary.settled]
    for index in unsettled[:_MOST_CORRECTIONS]:
        meant = vocabulary.corrected(plain.words[index])
        if meant is not None:
            yield plain.spans()[index], meant


def _rewritten(plain: View, replacements: list[tuple[Span, bool, str]]) -> View:
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    guesses: list[Span] = []
    position = 0
    for (start, end), is_guess, word in [*replacements, ((len(plain.text), len(plain.text)), False, "")]:
        pieces += [plain.text[position:start], word]
        starts += plain.origins(position, start)[0]
        ends += plain.origins(position, start)[1]
        if is_guess:
            guesses.append((len(starts), len(starts) + len(word)))
        if word:
            origin = plain.original(start, end)
            starts += [origin[0]] * len(word)
            ends += [origin[1]] * len(word)
        position = end
    view = View("skeleton", "".join(pieces), starts, ends)
    view.guesses = tuple(guesses)
    return view
