"""What a letter looks like: look-alike alphabets, figures for letters, stretched letters."""

from __future__ import annotations

import re
import unicodedata

from moderation.text.alphabet import Table

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


def _letter(character: str) -> str:
    """The plain letter a character resembles; itself when it resembles none."""
    if character.isascii():
        return _BY_LOOK.get(ord(character), character)
    if ord(character) in _BY_LOOK:
        return _BY_LOOK[ord(character)]
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return LETTERS[ord(base)]
    named = _NAMED_LETTER.match(unicodedata.name(character, ""))
    return LETTERS[ord(named[1].lower())] if named else character


LETTERS = Table(_letter)


def skeleton(word: str) -> str:
    """The shape of a word: letters by their look, i and l as one, runs as one letter.

    Two words of the same skeleton are disguises of each other.
    """
    return _RUN.sub(r"\1", LETTERS.read(word).replace("'", ""))


_OURS = "äöå"
_ELLS = "ⅼןℓɭʟӏ"  # In a skeleton they are one with the i; alone they are an l.


def _with_letter(character: str) -> str:
    return character if character.isascii() and character.isalpha() else LETTERS[ord(character)]


def _without_look_alike(character: str) -> str:
    if character in _ELLS:
        return "l"
    return LETTERS[ord(character)] if character.isalpha() and not character.isascii() else character


_WITH_LETTERS, _WITHOUT_LOOK_ALIKES = Table(_with_letter), Table(_without_look_alike)
_BESIDE_OURS = Table(lambda character: character if character in _OURS else _with_letter(character))


def with_letters(chunk: str) -> str:
    """Figures and look-alikes as the letters they resemble, all plain letters as they are."""
    return _WITH_LETTERS.read(chunk)


def with_letters_beside_ours(chunk: str) -> str:
    """Figures and look-alikes as the letters they resemble; ä ö å are letters of their own."""
    return _BESIDE_OURS.read(chunk)


def without_look_alikes(chunk: str) -> str:
    """Letters of other alphabets as the Latin ones they resemble, everything else as it is."""
    return _WITHOUT_LOOK_ALIKES.read(chunk)
