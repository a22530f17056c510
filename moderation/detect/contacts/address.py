"""Street addresses as people write them in Finnish, Romanian, Swedish and English, and the usual forms elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, found
from moderation.detect.contacts.scan import edged, edged_hits
from moderation.text.occurring import Sought

_LOW = "a-zà-öø-ÿāăąćčďđēĕėęěğġģīĭįıķĺļľłńņňōŏőœŕřśşšţťũūŭůűųźżžșț"
_UP = "A-ZÀ-ÖØ-ÞĂĄĆČĎĐĒĘĚĞĪĮİĶĹĻĽŁŃŇŌŐŒŔŘŚŞŠŢŤŨŪŮŰŲŹŻŽȘȚ"
_NAME = f"[{_UP}][{_LOW}{_UP}.'-]*"
_WORD = f"[{_LOW}{_UP}'-]+"
_NUMBER = "[0-9]{1,4}(?:[ -]?[A-Ha-h])?"
_HOUSE = "[0-9]{1,3}(?:[ -]?[A-Ha-h])?"
_NO_NUMBER = "(?:,? ?(?:[Nn]r|[Nn]um[aă]rul|[Nn]o)\\.? ?)"

_COMPOUND = (  # fi, sv and their neighbours: the kind of street is the end of the word
    "(?:k(?:atu|adun|adulla|adulle|adulta)|tie(?:n|llä|lle|ltä)?|kuja(?:n|lla|lle)?|polku|polulla|väylä|raitti|kaari|"
    "aukio|bulevardi|esplanadi|tanhua|penger|rinne|gatan|vägen|gränden?|torget|stigen|backen|allén|"
    "gata|gade|vej|veien|vegen|gaten|vænget|straße|strasse|gasse|straat|laan|weg|braut|stræti|straeti|gate)"
)
_OPENING = (  # ro and the south: the kind of street comes first
    "(?:[Ss]tr(?:ada|\\.)?|[Bb]-?dul|[Bb]d\\.?|[Bb]ulevardul|[Cc]alea|[Aa]leea|[ȘşȘșSs]os(?:eaua|\\.)|[Pp]ia[țţt]a|"
    "[Ss]plaiul|[Ii]ntrarea|[Ff]und[aă]tura|[Rr]ue|[Vv]ia|[Rr]ua|[Aa]venida|[Aa]v\\.|[Aa]venue|"
    "[Bb]oulevard|[Cc]alle|[Pp]iazza|"
    "[Pp]laza|[Uu]l\\.|[Tt]rg)"
)
_KIND = (
    "(?:[Ss]treet|[Ss]tr?\\.?|[Rr]oad|[Rr]d\\.?|[Aa]venue|[Aa]ve\\.?|[Ll]ane|Ln\\.?|[Dd]rive|Dr\\.?|[Cc]ourt|Ct\\.?|"
    "[Cc]lose|[Cc]rescent|[Tt]errace|[Ww]ay|[Pp]lace|[Ss]quare|[Bb]oulevard|[Bb]lvd\\.?|[Pp]arkway|[Hh]ighway|Hwy|"
    "[Gg]ardens|[Gg]rove|[Mm]ews|[Cc]reek|u\\.|utca|tér|rkp\\.|[Tt]urnpike|[Bb]ridge)"
)
_LOW_KIND = "(?:street|road|avenue|drive|boulevard|crescent|terrace)"
_UNIT_AFTER = Sought(
    "[ .,]*(?:years?|yrs|months?|weeks?|days?|hours?|hrs?|h|min|mins|minutes?|times|km|miles?|m|am|"
    "pm|people|percent|%|€|"
    "euro[a-z]*|eur|lei|kr|kg|v|vuotta|vuoden|vuotias|kk|kuukautta|viikkoa|päivää|tuntia|minuuttia|kertaa|"
    "ani|luni|săptămâni|saptamani|zile|ore|minute|ori|år|månader|veckor|dagar|timmar|minuter|gånger)(?:[^a-zà-öø-ɏ]|$)"
)
_HOME = (
    "(?:[Ll]ives? (?:at|on|in)|[Ll]iving (?:at|on)|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]he|"
    "[Yy]our) (?:\\w+ )?address(?: is)?:?|[Aa]ddress:|"
    "[Mm]eet (?:me|you) at|[Ll]ocated at|[Tt]axi to|[Rr]eturn to|(?:is|arrived) at|"
    "[Pp]ick me up (?:at|from)|[Cc]ome to|"
    "[Oo]soit(?:e|teeni|teessa|teemme)(?: on)?:?|[Aa]sun|[Aa]drese?a?(?: mea)?(?: e(?:ste)?)?:?|"
    "[Ll]ocuiesc (?:pe|la|în|in)|[Ss]tau (?:pe|la)|"
    "[Bb]or (?:på|i)|[Aa]dress(?:en)?(?: är)?:?)"
)


_STREET = (
    f"[{_LOW}{_UP}-]{{2,}}{_COMPOUND} {_HOUSE}",
    f"{_NAME} (?:{_NAME} )?{_COMPOUND} {_NUMBER}",
    f"{_OPENING} (?:{_WORD}\\.? ){{0,3}}{_WORD}{_NO_NUMBER}{_NUMBER}",
    f"{_OPENING} (?:{_WORD} ){{0,3}}{_NAME},? {_NUMBER}",
    f"[0-9]{{1,5}}[A-Za-z]? (?:[0-9]+ )?(?:{_NAME} ){{1,3}}{_KIND}",
    f"[0-9]{{1,5}}[A-Za-z]? {_OPENING} {_WORD}",
    f"{_NAME} (?:{_NAME} )?(?:u\\.|utca|tér|rkp\\.|road|Road|Street|Avenue) {_NUMBER}",
    f"[Cc]orner of [^.!?\n]{{2,40}} and (?:[0-9]+ )?{_NAME}",
    f"[Cc]orner of [^!?\n]{{2,40}} [0-9]{{1,4}}(?:\\.| [Ss]t\\.)? and {_WORD}",
)
_FLAT = (
    "(?:[Ss]uite|[Aa]pt\\.?|[Aa]partment|[Ff]lat) #?[0-9]{1,4}[A-Za-z]?",
    "(?:P\\.? ?O\\.? ?|p\\.?o\\.? ?)[Bb]ox [0-9]+",
    "(?:PSC|psc|[Uu]nit) [0-9]+,? [Bb]ox [0-9]+",
    (
        "(?:[Bb]l(?:oc)?\\.? ?[A-Z0-9]{1,4},? )?[Ss]c(?:ara)?\\.? ?[A-Za-z0-9],? "
        "(?:[Ee]t(?:aj)?\\.? ?[0-9]+,? )?[Aa]p(?:t|artament)?\\.? ?[0-9]+"
    ),
    "[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}",
)
_AT_HOME = (
    f"{_HOME}[ \n]+[0-9]{{1,5}} (?:[0-9]+ )?{_NAME}",
    f"{_HOME}[ \n]+(?:[0-9]+ )?(?:{_NAME} ){{1,3}}{_NUMBER}",
    f"{_HOME}[ \n]+[0-9]{{1,5}} {_WORD} {_LOW_KIND}",
)
_LOW_STREET = (f"[0-9]{{1,4}} {_WORD} {_LOW_KIND}",)
_ADDRESS = edged("|".join((*_STREET, *_FLAT, *_AT_HOME, *_LOW_STREET)))
_NOT_A_STREET = frozenset(
    "martie auntie bestie cutie hottie sweetie foodie selfie zombie hoodie rookie cookie newbie".split()
)
_NOT_A_NAME = frozenset(
    "minute minutes min hour hours mile miles block blocks the a my our this that in on one two way lane long km "
    "people cars kids main off more days day other".split()
)


def find_addresses(folded: Folded) -> Iterator[ContactMatch]:
    """Every street address in the text: a street with its number, a flat, a box, or somebody's home."""
    text = folded.text
    for start, end, is_rest in edged_hits(_ADDRESS, text):
        if is_rest or _is_address(text, start, end):
            yield found(Kind.ADDRESS, folded.original(start, end))


def _is_address(text: str, start: int, end: int) -> bool:
    words = text[start:end].lower().split()
    if words[0] in _NOT_A_STREET or (len(words) == 3 and words[0].isdigit() and words[1] in _NOT_A_NAME):
        return False
    return not (text[end - 1].isdigit() and _UNIT_AFTER.pattern.match(text[end : end + 14].lower()))
