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
_POSTCODE = "(?:[0-9]{5,6}|[0-9]{3} [0-9]{2})"
_NO_NUMBER = "(?:,? ?(?:[Nn]r|[Nn]um[aă]rul|[Nn]o)\\.? ?)"

_COMPOUND = (  # fi, sv and their neighbours: the kind of street is the end of the word
    "(?:k(?:atu|adun|adulla|adulle|adulta)|tie(?:n|llä|lle|ltä)?|kuja(?:n|lla|lle)?|polku|polulla|väylä|raitti|kaari|"
    "aukio|bulevardi|esplanadi|tanhua|penger|rinne|gatan|vägen|gränden?|torget|stigen|backen|allén|gata|straße|strasse)"
)
# These end everyday words of other languages as well (investigate 3 things), so that they need a capital letter.
_NEIGHBOURS = "(?:gade|vej|veien|vegen|gaten|vænget|gasse|straat|laan|weg|braut|stræti|straeti|gate)"
_OPENING = (  # ro and the south: the kind of street comes first
    "(?:[Ss]tr(?:ada|\\.)?|[Bb]-?dul|[Bb]d\\.?|[Bb]ulevardul|[Cc]alea|[Aa]leea|[ȘşȘșSs]os(?:eaua|\\.)?|[Pp]ia[țţt]a|"
    "[Ss]plaiul|[Ii]ntrarea|[Ff]und[aă]tura|[Rr]ue|[Vv]ia|[Rr]ua|[Aa]venida|[Aa]v\\.|[Aa]venue|"
    "[Bb]oulevard|[Cc]alle|[Pp]iazza|"
    "[Pp]laza|[Uu]l\\.|[Tt]rg)"
)
_KIND = (
    "(?:[Ss]treet|[Ss]tr?\\.?|[Rr]oad|[Rr]d\\.?|[Aa]venue|[Aa]ve\\.?|[Ll]ane|Ln\\.?|[Dd]rive|Dr\\.?|[Cc]ourt|Ct\\.?|"
    "[Cc]lose|[Cc]rescent|[Tt]errace|[Ww]ay|[Pp]lace|[Ss]quare|[Bb]oulevard|[Bb]lvd\\.?|[Pp]arkway|[Hh]ighway|Hwy|"
    "Walk|Row|Rise|View|Hill|Quay|Wharf|[Gg]ardens|[Gg]rove|[Mm]ews|[Cc]reek|u\\.|utca|tér|rkp\\.|[Tt]urnpike|[Bb]ridge)"
)
_LOW_KIND = "(?:street|road|avenue|drive|boulevard|crescent|terrace|lane|close|grove|gardens|court)"
_ALONE = "(?:Gatan|Vägen|Torget|Allén|Stigen|Backen|Gränd|Plats|Katu|Tie|Kuja|Polku|Tori)"
_UNIT_AFTER = Sought(
    "[ .,]*(?:years?|yrs|months?|weeks?|days?|hours?|hrs?|h|min|mins|minutes?|times|km|miles?|m|am|"
    "pm|people|percent|%|€|"
    "euro[a-z]*|eur|lei|kr|kg|v|vuotta|vuoden|vuotias|kk|kuukautta|viikkoa|päivää|tuntia|minuuttia|kertaa|"
    "ani|luni|săptămâni|saptamani|zile|ore|minute|ori|år|månader|veckor|dagar|timmar|minuter|gånger|"
    "(?:januar|februar|april|august|septemb|oktob|octo|novem|decem|ianuar|februar|iuni|iuli|noiem)[a-z]*|mars|martie|mai|maj|"
    "may|march|june|july|juni|juli|jan|feb|apr|aug|sep|sept|oct|okt|nov|dec|(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|"
    "syys|loka|marras|joulu)kuu[a-z]*)(?:[^a-zà-öø-ɏ]|$)"
)
_HOME = (
    "(?:[Ll]ives? (?:at|on|in)|[Ll]iving (?:at|on)|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]he|"
    "[Yy]our) (?:\\w+ )?address(?: is)?:?|[Aa]ddress:|"
    "[Mm]eet (?:me|you) at|[Ll]ocated at|[Tt]axi to|[Rr]eturn to|(?:is|arrived) at|"
    "[Pp]ick me up (?:at|from)|[Cc]ome (?:over )?to|"
    "[Oo]soit(?:e|teeni|teessa|teemme)(?: on)?:?|[Aa]sun|[Aa]drese?a?(?: mea)?(?: e(?:ste)?)?:?|"
    "[Ll]ocuiesc (?:pe|la|în|in)|[Ss]tau (?:pe|la)|"
    "[Bb]or (?:på|i)|[Aa]dress(?:en)?(?: är)?:?)"
)


_SOMEWHERE = f"(?:{_HOME}|(?:I|i)'?m at|[Ww]e'?re at|[Ss]end (?:it )?to|[Ss]tay(?:ing)? (?:at|in))"

_STREET = (
    f"[{_LOW}{_UP}-]{{2,}}{_COMPOUND} {_HOUSE}",
    f"{_NAME} (?:{_NAME} )?{_COMPOUND} {_NUMBER}",
    f"[{_UP}][{_LOW}{_UP}-]+{_NEIGHBOURS} {_HOUSE}|{_NAME} (?:{_NAME} )?{_NEIGHBOURS} {_NUMBER}",
    f"{_OPENING} (?:{_WORD}\\.? ){{0,3}}{_WORD}{_NO_NUMBER}{_NUMBER}",
    f"{_OPENING} (?:{_WORD} ){{0,3}}{_NAME},? {_NUMBER}",
    f"[0-9]{{1,5}}(?:[A-Za-z]|/[0-9]{{1,2}})? (?:[0-9]+ )?(?:{_NAME} ){{1,3}}{_KIND}",
    f"[0-9]{{1,5}}[A-Za-z]? (?:{_OPENING} {_NAME}|(?:[Rr]ue|[Cc]alle|[Ss]trada) {_WORD})",
    f"{_NAME} {_ALONE} {_HOUSE}",
    f"(?:[Ss]at(?:ul)?|[Cc]om(?:una|\\.)) (?:{_WORD},? ){{0,3}}{_WORD}{_NO_NUMBER}{_NUMBER}",
    f"{_WORD} {_HOUSE}(?: [A-Za-z])?(?: [0-9]{{1,3}})?,? {_POSTCODE},? {_NAME}",
    f"{_NAME} (?:{_NAME} )?(?:u\\.|utca|tér|rkp\\.|road|Road|Street|Avenue) {_NUMBER}",
    f"[Cc]orner of [^.!?\n]{{2,40}} and (?:[0-9]+ )?{_NAME}",
    f"[Cc]orner of [^!?\n]{{2,40}} [0-9]{{1,4}}(?:\\.| [Ss]t\\.)? and {_WORD}",
)
_BARE_FLAT = "[Ff]lat #?[0-9]{1,4}[A-Za-z]?"
_FLAT = (
    "(?:[Ss]uite|[Aa]pt\\.?|[Aa]partment) #?[0-9]{1,4}[A-Za-z]?",
    f"{_BARE_FLAT},? [0-9]{{1,4}}[A-Za-z]?,? {_NAME}",
    "(?:P\\.? ?O\\.? ?|p\\.?o\\.? ?)[Bb]ox [0-9]+",
    f"(?:PL|pl|[Bb]ox|BOX|[Cc]\\.?[Pp]\\.?|[Cc][aă]su[tț]a [Pp]o[sș]tal[aă]) [0-9]{{1,5}},? {_POSTCODE},? {_NAME}",
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
    f"{_SOMEWHERE}[ \n]+[0-9]{{1,5}}(?:[A-Za-z]|/[0-9]{{1,2}})? (?:{_WORD} ){{1,3}}{_LOW_KIND}",
    f"{_SOMEWHERE}[ \n]+(?:the )?{_BARE_FLAT}",
)
_LOW_STREET = (f"[0-9]{{1,4}} {_WORD} (?:street|road|avenue|drive|boulevard|crescent|terrace)",)
_NEARBY = 40
_DWELLING = Sought(_HOME)
_ADDRESS = edged("|".join((*_STREET, *_FLAT, *_AT_HOME, *_LOW_STREET)))
_NOT_A_STREET = frozenset(
    "martie auntie bestie cutie hottie sweetie foodie selfie zombie hoodie rookie cookie newbie sateenkaari "
    # Romanian words that end like a Finnish road.
    "statie stație situatie situație relatie relație sectie secție editie ediție lectie lecție operatie operație "
    "pozitie poziție conditie condiție directie direcție actie solutie soluție functie funcție reactie reacție "
    "emotie emoție portie porție ratie rație natie nație saturatie saturație concentratie generatie generație "
    "variatie variație locatie locație corectie corecție optie proportie proporție cotatie respiratie respirație "
    "inspiratie medicatie medicație tentatie infectie infecție injectie injecție distractie indicatie indicație "
    "publicatie informatie informație investigatie "
    "investigate navigate delegate brigade frigate negate renegade watergate colgate".split()
)
_NOT_A_NAME = frozenset(
    "minute minutes min hour hours mile miles block blocks the a my our this that in on one two way lane long km "
    "people cars kids main off more days day other".split()
)


_ON_THE_WAY = frozenset("the of down up this that hours hour minutes miles people".split())
_A_ROAD = (
    "valtatie",
    "kantatie",
    "seututie",
    "moottoritie",
    "ohitustie",
    "kehätie",
    "riksväg",
    "motorväg",
    "europaväg",
)
_INSIDE = Sought(
    "(?:^|[^a-zåäö])(?:på|i) [a-zåäöé]+(?:gatan|vägen|torget|allén|stigen) [0-9]+$|"
    "(?:ll[aä]|lle|lt[aä]|tien|kadun|kujan) [0-9]+$"
)
_LIVES = Sought(
    "(?:^|[^a-zåäö])(?:bo[rt]|bodde|bott|hem|hemma|hos|asu[a-zäö]*|asutaan|koti[a-zäö]*|adress|osoit|osote)"
)
_COUNTED = Sought(" [a-zà-öø-ÿ]{3,}")
_HOW_TO_GO_ON = Sought(
    "(?:[ ,]+(?:as|asunto|ovi|rappu|kerros|ja|on|oon|asun|asuu|asutaan|kolmas|toka|eka|kaupunki|lgh|och|tr|trappor|hos|"
    "port|uppgång|våning|nere|är|som))(?:[^a-zäöå]|$)"
)
_KNOWN_TO_ALL = Sought(
    "221b baker street|10 downing street|21 jump street|1600 pennsylvania avenue|742 evergreen terrace|4 privet drive"
)
_IN_A_STORY = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:(?:in|from|of|on) (?:the|a|this|that) (?:\\w+ )?(?:film|movie|song|book|novel|series|episode)|"
    "(?:elokuva|leffa|sarja|biisi|kirja|jakso|laulu)s[st][aä]|(?:se|oli|on) (?:elokuva|leffa|sarja|biisi|kirja|laulu)|"
    "(?:[iî]n|din|e) (?:un )?(?:film|serial|c[aâ]ntec|cartea|melodi)[a-z]*|i (?:filmen|låten|boken|serien)|nightmare on|"
    "is (?:a|an|the|my) (?:\\w+ ){0,2}(?:film|movie|song|book|novel|series))"
    "(?:[^a-zà-öø-ɏ]|$)"
)


def find_addresses(folded: Folded) -> Iterator[ContactMatch]:
    """Every street address in the text: a street with its number, a flat, a box, or somebody's home."""
    text = folded.text
    for start, end, is_rest in edged_hits(_ADDRESS, text):
        if is_rest or _is_address(text, start, end):
            yield found(Kind.ADDRESS, folded.original(start, end))


def _is_address(text: str, start: int, end: int) -> bool:
    said = text[start:end].lower()
    words = said.split()
    if words[0] in _NOT_A_STREET or (len(words) == 3 and words[0].isdigit() and words[1] in _NOT_A_NAME):
        return False
    if len(words) > 3 and words[0] != "corner" and not _ON_THE_WAY.isdisjoint(words):
        return False
    if words[0].startswith(_A_ROAD) or _KNOWN_TO_ALL.pattern.fullmatch(said) or _is_told(text, start, end):
        return False
    before, after = text[max(0, start - _NEARBY) : end].lower(), text[end : end + 20].lower()
    return not (text[end - 1].isdigit() and _counts(before, after))


def _is_told(text: str, start: int, end: int) -> bool:
    """True when a film, a song or a book is named nearby, and nobody says that they live there."""
    around = text[max(0, start - _NEARBY) : end + _NEARBY].lower()
    return _IN_A_STORY.occurs(around) and not _DWELLING.occurs(text[max(0, start - _NEARBY) : end])


def _counts(said: str, after: str) -> bool:
    """True for `Hämeentiellä 4 autoa` and `Kungsgatan 12 december`: the number belongs to what follows."""
    if _UNIT_AFTER.pattern.match(after):
        return True
    is_inside = _INSIDE.occurs(said) and _COUNTED.pattern.match(after) is not None
    return is_inside and not _LIVES.occurs(f"{said}{after}") and _HOW_TO_GO_ON.pattern.match(after) is None
