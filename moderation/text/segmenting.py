"""Finding the words in letters written with a space after each."""

from __future__ import annotations

from collections.abc import Callable

_LONGEST_WORD, _LONGEST_RUN = 16, 100
_UNKNOWN_LETTER = 4.0


def segmented(letters: str, knows: Callable[[str], bool]) -> list[str]:
    """The cheapest reading of these letters as words, unknown ones kept together.

    Long words are cheaper than the same letters as short ones. At most 100 letters are read.
    """
    letters = letters[:_LONGEST_RUN]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(letters) + 1):
        options = [(best[end - 1][0] + _UNKNOWN_LETTER, end - 1)]
        for start in range(max(0, end - _LONGEST_WORD), end):
            if knows(letters[start:end]):
                options.append((best[start][0] + 1.0 + (end - start < 3), start))
        best.append(min(options))
    return _walk_back(letters, best, knows)


def _walk_back(letters: str, best: list[tuple[float, int]], knows: Callable[[str], bool]) -> list[str]:
    words: list[str] = []
    end, is_open = len(letters), False
    while end:
        start = best[end][1]
        word = letters[start:end]
        if is_open and not knows(word):
            words[-1] = word + words[-1]
        else:
            words.append(word)
        is_open = not knows(word)
        end = start
    return words[::-1]
