"""Which of the four languages a message is in, told by its small words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

LANGUAGES = ("en", "fi", "ro", "sv")

_SMALL_WORDS = {
    "en": """the and you your is are was were of to my it its im i me we they them he she his her this that what with
        for not dont so be been have has had do does did will would could should on at from just about but all
        how when who why if or by as there then than want feel like know think get got can cant no yes any out up""",
    "fi": """ja on ei en et olen olet oli olin mä mua mulla mun mut sä sua sun sulla minä minun mina sinä että se ne
        hän kun kuin niin nyt mutta myös vain jos tai ole ollut mitä mikä miksi tämä tää tuo sen siitä siis eikä
        enää aina joku jotain kaikki sitten vielä ihan tosi hei onko olisi haluan pitää voi voin te he me""",
    "ro": """si sa nu e este sunt esti am ai are au ma te se mi ti il imi iti isi o un una de la in pe cu din pentru
        ca ce cine cum cand unde dar daca mai foarte eu tu el ea noi voi ei ele asta aia acum fost era ziua bine
        mie mine tine lui lor nici doar sau fi fac faci face vreau simt stiu tot toata toti""",
    "sv": """och att det jag du är inte har som för med på av en ett den mig dig mitt din ditt vi ni de han hon så men
        om var vad när hur kan vill ska skulle nu bara också eller från till där här mycket aldrig alltid blir
        blev mår känner ingen inget något någon min mina""",
}
SMALL_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_TELLING = {language: frozenset(word for word in words if len(word) > 1) for language, words in SMALL_WORDS.items()}
_COUNT = 256
"""More small words than a language has: counts for all languages fit into one number, each in its own digit of this."""
_MARKS = {
    word: sum(_COUNT**place for place, known in enumerate(_TELLING.values()) if word in known)
    for word in frozenset[str]().union(*_TELLING.values())
}
_TELLING_ANY = frozenset(_MARKS)


def language_of(words: Iterable[str], hint: str | None) -> str | None:
    """The language most small words belong to; the hint, if it is one of ours, when the words do not tell."""
    marks = sum(map(_MARKS.__getitem__, _TELLING_ANY.intersection(words)))
    return _told(marks, hint if hint in LANGUAGES else None)


@lru_cache(4_096)
def _told(marks: int, hint: str | None) -> str | None:
    """The language these marks together speak for."""
    if not marks:
        return hint
    counts = {language: marks // _COUNT**place % _COUNT for place, language in enumerate(_TELLING)}
    best = max(counts.values())
    leaders = [language for language, count in counts.items() if count == best]
    if (len(leaders) > 1 and hint in leaders) or (best < 2 and hint):
        return hint
    return leaders[0] if len(leaders) == 1 else hint
