"""Finding the words in letters written with a space after each."""

from __future__ import annotations

_LONGEST_WORD, _LONGEST_RUN, _SHORT = 16, 100, 2
_UNKNOWN_LETTER = 4.0


def segmented(letters: str, known: frozenset[str]) -> list[str]:
    """The cheapest reading of these letters as known words, unknown ones kept together.

    Long words are cheaper than the same letters as short ones. At most 100 letters are read.
    """
    letters = letters[:_LONGEST_RUN]
    best: list[tuple[float, int, bool]] = [(0.0, 0, True)]
    for end in range(1, len(letters) + 1):
        cheapest = best[end - 1][0] + _UNKNOWN_LETTER, end - 1, letters[end - 1] in known
        for start in [at for at in range(max(0, end - _LONGEST_WORD), end) if letters[at:end] in known]:
            cheapest = min(cheapest, (best[start][0] + 1.0 + (end - start <= _SHORT), start, True))
        best.append(cheapest)
    return _walk_back(letters, best)


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
