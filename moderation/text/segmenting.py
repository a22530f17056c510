"""Finding the words in letters written without spaces, or with a space after each."""

from __future__ import annotations

from collections.abc import Callable

_LONGEST_WORD, _LONGEST_RUN = 16, 200
_UNKNOWN_LETTER = 4.0


def segmented(letters: str, knows: Callable[[str], bool]) -> tuple[list[str], int]:
    """The cheapest reading of these letters as words, and how many letters stay unexplained.

    Long words are cheaper than the same letters as short ones. At most 200 letters are read.
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


def _walk_back(
    letters: str, best: list[tuple[float, int]], knows: Callable[[str], bool]
) -> tuple[list[str], int]:
    words: list[str] = []
    end, unknown, is_open = len(letters), 0, False
    while end:
        start = best[end][1]
        word = letters[start:end]
        if knows(word):
            words.append(word)
            is_open = False
        else:
            unknown += 1
            words[-1:] = [word + words[-1]] if is_open else [*words[-1:], word]
            is_open = True
        end = start
    return words[::-1], unknown
