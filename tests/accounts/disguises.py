"""Ways to look like staff without being called so: a thousand of them, the same ones each time."""

import unicodedata
from collections.abc import Callable
from random import Random

from confusable_homoglyphs import confusables

from server.accounts.staff_words import ALONE, INSIDE

Disguise = Callable[[str, Random], str]
LEET = str.maketrans("oieastlb", "01345718")
ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0323\u0331"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\ufe0f"
CONTROLS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2069\u200e\u200f\u061c"
SEPARATORS = " .-_'’·"


def _twins(letter: str) -> list[str]:
    found = [one["c"].strip("\u200e") for one in confusables.confusables_data.get(letter, ())]
    return [twin for twin in found if twin != letter] or [letter]


def one_twin(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(_twins(word[place])) + word[place + 1 :]


def all_twins(word: str, chance: Random) -> str:
    return "".join(chance.choice(_twins(letter)) for letter in word)


def twins_in_capitals(word: str, chance: Random) -> str:
    return all_twins(word.upper(), chance)


def one_script(word: str, chance: Random) -> str:
    """As much as one other alphabet can draw."""
    cyrillic = dict(zip("aceopxyisjhkbmt", "асеорхуіѕјһквмт", strict=True))
    greek = dict(zip("AEZHIKMNOPTYX", "ΑΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))
    drawn, source = (cyrillic, word.lower()) if chance.random() < 0.5 else (greek, word.upper())
    return "".join(drawn.get(letter, letter) for letter in source)


def cased(word: str, chance: Random) -> str:
    return "".join(chance.choice((letter.lower(), letter.upper())) for letter in word)


def leet(word: str, chance: Random) -> str:
    return word.lower().translate(LEET)


def i_and_l(word: str, chance: Random) -> str:
    return "".join(chance.choice("Il1") if letter in "il" else letter for letter in word)


def accented(word: str, chance: Random) -> str:
    return unicodedata.normalize(
        "NFC", "".join(letter + chance.choice(("", chance.choice(ACCENTS))) for letter in word)
    )


def spread(word: str, chance: Random) -> str:
    return chance.choice(SEPARATORS).join(word)


def split(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + chance.choice(SEPARATORS) + word[place:]


def hidden(word: str, chance: Random) -> str:
    place = chance.randrange(len(word) + 1)
    return word[:place] + chance.choice(INVISIBLE + CONTROLS) + word[place:]


def turned_round(word: str, chance: Random) -> str:
    return f"\u202e{word[::-1]}\u202c"


def wide(word: str, chance: Random) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in word)


def mathematical(word: str, chance: Random) -> str:
    base = chance.choice((0x1D41A, 0x1D44E + 26, 0x1D5BA, 0x1D68A))
    return "".join(chr(base + ord(letter) - 97) if "a" <= letter <= "z" else letter for letter in word)


def small_capitals(word: str, chance: Random) -> str:
    return word.translate(str.maketrans("abcdegjklmnoprtuvwyz", "ᴀʙᴄᴅᴇɢᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ"))


def pairs(word: str, chance: Random) -> str:
    return word.replace("m", "rn").replace("w", "vv")


def numbered(word: str, chance: Random) -> str:
    return f"{word}{chance.randrange(1, 100)}"


def with_a_name(word: str, chance: Random) -> str:
    return chance.choice(("{} Anna", "Anna {}", "Anna-{}", "Anna_{}", "({}) Anna", "Anna, {}", "Anna ✔ {}")).format(
        word
    )


def doubled(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    return word[: place + 1] + word[place:]


DISGUISES: list[Disguise] = [
    one_twin, all_twins, twins_in_capitals, one_script, cased, leet, i_and_l, accented, spread, split, hidden,
    turned_round, wide, mathematical, small_capitals, pairs, numbered, with_a_name, doubled,
]  # fmt: skip


def disguised(amount: int = 1_000) -> list[tuple[str, str, str]]:
    """(word, disguise, name): different names, each of which no person may carry."""
    chance = Random(5)
    words = sorted(INSIDE | ALONE)
    found: dict[str, tuple[str, str, str]] = {}
    while len(found) < amount:
        word, disguise = chance.choice(words), chance.choice(DISGUISES)
        name = disguise(word, chance)
        if chance.random() < 0.3:
            name = disguise(chance.choice(words).capitalize(), chance)
        found.setdefault(name, (word, disguise.__name__, name))
    return list(found.values())
