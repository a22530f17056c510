"""What a letter looks like: look-alike alphabets, figures for letters, stretched letters."""

from __future__ import annotations

import re
import unicodedata

_LOOKS_LIKE = {
    "a": "аαᴀɑ⍺4@ªæд",
    "b": "вьЬßβʙб8Ƅ",
    "c": "сϲᴄ¢ⅽꮯ(",
    "d": "ԁᴅɗⅾժ",
    "e": "еєεэёᴇ3€ҽℯ℮",
    "f": "ғƒꜰϝ",
    "g": "ɡցɢğ96",
    "h": "һнʜհҺ",
    "i": "іїιɪıӏ1!|ⅰíɩl£ⅼןℓɭ¡ʟ",
    "j": "јϳᴊյ",
    "k": "кκᴋқ",
    "m": "мᴍⅿ",
    "n": "пиηոɴйռ",
    "o": "оοσᴏօ0øөº",
    "p": "рρᴘք",
    "q": "ԛգզ",
    "r": "гяʀᴦɾ®",
    "s": "ѕꜱ5$§ʂ",
    "t": "тτᴛ7+†ţ",
    "u": "υᴜսцμʊ",
    "v": "ѵνᴠⅴ",
    "w": "ԝωшщᴡɯ",
    "x": "хχ×ⅹж",
    "y": "уγʏүყ¥",
    "z": "ᴢ2ʐ",
}
_BY_LOOK = {ord(look): letter for letter, looks in _LOOKS_LIKE.items() for look in looks}
_NAMED_LETTER = re.compile(
    "(?:LATIN|REGIONAL INDICATOR|MODIFIER)[A-Z -]*? (?:LETTER|CAPITAL|SYMBOL LETTER) (?:SMALL CAPITAL )?([A-Z])(?: |$)"
)
_RUN = re.compile(r"(.)\1+")


class _Letters(dict[int, str]):
    """For each character the plain letter it resembles; itself when it resembles none."""

    def __missing__(self, code: int) -> str:
        self[code] = letter = _letter(chr(code))
        return letter


def _letter(character: str) -> str:
    if character.isascii():
        return _BY_LOOK.get(ord(character), character)
    if ord(character) in _BY_LOOK:
        return _BY_LOOK[ord(character)]
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return LETTERS[ord(base)]
    named = _NAMED_LETTER.match(unicodedata.name(character, ""))
    return LETTERS[ord(named[1].lower())] if named else character


LETTERS = _Letters()


def skeleton(word: str) -> str:
    """The shape of a word: letters by their look, i and l as one, runs as one letter.

    Two words of the same skeleton are disguises of each other.
    """
    return _RUN.sub(r"\1", word.translate(LETTERS).replace("'", ""))


class _WithLetters(dict[int, str]):
    """Figures and look-alikes as letters, plain letters as they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_plain = character.isascii() and character.isalpha()
        self[code] = letter = character if is_plain else LETTERS[code]
        return letter


class _WithoutLookAlikes(dict[int, str]):
    """Letters of other alphabets as Latin ones, figures and signs as they are."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = letter = LETTERS[code] if character.isalpha() and not character.isascii() else character
        return letter


_WITH_LETTERS, _WITHOUT_LOOK_ALIKES = _WithLetters(), _WithoutLookAlikes()


def with_letters(chunk: str) -> str:
    """Figures and look-alikes as the letters they resemble, all plain letters as they are."""
    return chunk.translate(_WITH_LETTERS)


def without_look_alikes(chunk: str) -> str:
    """Letters of other alphabets as the Latin ones they resemble, everything else as it is."""
    return chunk.translate(_WITHOUT_LOOK_ALIKES)
