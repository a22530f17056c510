"""Finding the words in letters written with a space after each."""

from __future__ import annotations

_LONGEST_WORD, LONGEST_RUN, _SHORT = 16, 100, 2
_UNKNOWN_LETTER = 4.0


def segmented(letters: str, known: frozenset[str]) -> list[str]:
    """The cheapest reading of these letters as known words, unknown ones kept together.

    Long words are cheaper than the same letters as short ones. At most 100 letters are read.
    """
    letters = letters[:LONGEST_RUN]
    starts = _starts(letters, known)
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)]
    for end in range(1, len(letters) + 1):
        cheapest = best[end - 1][0] + _UNKNOWN_LETTER, end - 1, letters[end - 1] in known
        for start in starts[end]:
            cheapest = min(cheapest, (best[start][0] + 1.0 + (end - start <= _SHORT), start, True))
        best.append(cheapest)
    return _walk_back(letters, best)


def _starts(letters: str, known: frozenset[str]) -> list[list[int]]:
    """For each place where a known word may end, where it begins; each stretch of letters is looked up once."""
    starts: list[list[int]] = [[] for _ in range(len(letters) + 1)]
    is_known: dict[str, list[int]] = {}
    for at in range(len(letters)):
        ahead = letters[at : at + _LONGEST_WORD]
        if ahead not in is_known:
            is_known[ahead] = [size for size in range(1, len(ahead) + 1) if ahead[:size] in known]
        for size in is_known[ahead]:
            starts[at + size].append(at)
    return starts


def _walk_back(letters: str, best: list[tuple[float, int, bool]]) -> list[str]:
    words: list[str] = []
    end, is_open = len(letters), False
    while end:
        _, start, is_known = best[end]
        if is_open and not is_known:
            words[-1] = letters[start:end] + words[-1]
        else:
            words.append(letters[start:end])
        is_open = not is_known
        end = start
    return words[::-1]
