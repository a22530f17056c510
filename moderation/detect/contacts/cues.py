"""Words around a number that say what it is: a telephone, or money, a dose, a day, an order."""

from __future__ import annotations

from moderation.text.occurring import Sought

_WINDOW = 40
_NEAR = 20

_TELEPHONE = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:"
    "phone|telephone|tel|mobile|cell|fax|desk|office|number|no\\.|num|nr|nro|call(?:ing|ed)?|"
    "text(?:ing)?|ring|reach|"
    "dial|contact|answer(?:ing)?|messages?|registered|whatsapp|whats app|wapp|sms|signal|telegram|viber|"
    "puh|puhelin[a-zäö]*|numero[a-zäö]*|soit[a-zäö]+|tekst[a-zäö]+|viesti[a-zäö]*|gsm|kännyk[a-zäö]*|tavoit[a-zäö]+|"
    "telefon[a-zăâîșşțţ]*|num[aă]r[a-zăâîșşțţ]*|sun[aă][a-zțţ]*|mesaj[a-z]*|mobil[a-zåäö]*|apel[a-z]*|scrie[a-z]*|"
    "nummer|numret|mobilnummer|ring[a-z]{0,2}|slå|smsa|nås|hör av"
    ")(?:[^a-zà-öø-ɏ]|$)"
)
_OTHER_NUMBER = Sought(
    "(?:order|ticket|case|track|booking|reference|invoice|account|card|licen[cs]e|zip|postcode|flight|version|serial|"
    "lasku|tilaus|viite|varaus|kortti|comand|factur|dosar|colet|cont |faktura|kort|ärende|beställning|#|isbn|issn)"
)
_UNIT = Sought(
    " ?(?:mg|mcg|µg|ug|g|kg|ml|dl|cl|l|iu|mmol|mmhg|kcal|cal|kj|cm|mm|km|m|%|°|€|£|\\$|eur|"
    "euro[a-z]*|usd|lei|ron|sek|kr|"
    "kronor|pounds?|lbs?|stone|dollars?|bucks|steps|askel[a-zäöta]*|pași|pasi|steg|views|likes|people|times|kertaa|ori|"
    "gånger|min|mins|minutes?|minuuttia|minute|minuter|h|hrs?|hours?|tuntia|ore|timmar|days?|päivää|zile|dagar|weeks?|"
    "viikkoa|săptămâni|years?|vuotta|ani|år|am|pm|words|sanaa|pages|points|pistettä|bpm|tabs?|pills?|tablet[a-z]*|x)"
    "(?:[^a-zà-öø-ɏ0-9]|$)"
)


def names_telephone(text: str, start: int, end: int) -> bool:
    """True when the same line speaks of a telephone shortly before the number, or names it right after."""
    before = text[max(0, start - _WINDOW) : start]
    if _OTHER_NUMBER.pattern.search(before[-_NEAR:]):
        return False
    if _TELEPHONE.pattern.search(before) is not None:
        return True
    return _TELEPHONE.pattern.search(text[end : end + 12]) is not None


def counts_something(text: str, start: int, end: int) -> bool:
    """True when the number is an amount: money before it, or a unit after it."""
    return (
        text[max(0, start - 2) : start].strip(" ")[-1:] in {"$", "€", "£"}
        or _UNIT.pattern.match(text[end : end + 14]) is not None
    )
