"""Words around a number that say what it is: a telephone, or money, a dose, a day, an order."""

from __future__ import annotations

from moderation.text.occurring import Sought

_WINDOW = 40
_NEAR = 20

_TELEPHONE = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:"
    "phone|telephone|tel|mobile|cell|fax|desk|office|number|no\\.|num|nr|nro|call(?:ing|ed)?|"
    "text(?:ing)?|ring|reach|"
    "dial|area code|contact|answer(?:ing)?|messages?|registered|whatsapp|whats app|wapp|sms|signal|telegram|viber|"
    "puh|puhelin[a-zäö]*|numero[a-zäö]*|soit[a-zäö]+|tekst[a-zäö]+|viesti[a-zäö]*|gsm|kännyk[a-zäö]*|tavoit[a-zäö]+|"
    "telefon[a-zăâîșşțţ]*|num[aă]r[a-zăâîșşțţ]*|sun[aă][a-zțţ]*|mesaj[a-z]*|mobil[a-zåäö]*|apel[a-z]*|scrie[a-z]*|"
    "nummer|numret|mobilnummer|ring[a-z]{0,2}|slå|smsa|nås|hör av|suuntanumero|riktnummer|"
    "ll[aá]ma[a-z]*|m[oó]vil|handy|ruf|anruf[a-z]*|rufnummer|portable|appelle[a-z]*|helista[a-z]*"
    ")(?:[^a-zà-öø-ɏ]|$)"
)
_OTHER_NUMBER = Sought(
    "(?:order|ticket|case|track|booking|reference|invoice|account|card|licen[cs]e|zip|postcode|flight|version|serial|"
    "lasku|tilaus|viite|varaus|kortti|comand|factur|dosar|colet|cont |faktura|kort|ärende|beställning|#|isbn|issn)"
)
# What else carries a number, and the words that may stand between it and the number: "claim no. is 0563…".
_LABEL = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:"
    "(?:order|orders|ticket|tracking|ref|reference|invoice|booking|claim|patient|prescription|customer|membership|meter|"
    "serial|barcode|ean|isbn|issn|doi|ocr|awb|iban|policy|parcel|shipment|consignment|docket|batch|sku|upc|voucher|coupon|"
    "gift card|(?:gift |promo|post|bar|discount |tracking |qr |pin ?|pass|access |booking |order )codes?|receipt|passport|"
    "licen[cs]e|model|part (?:no|number)|"
    "(?:case|file|account|student|card|job) (?:no|nr|id|number|ref)|"
    "timestamp|build|version|flight|lottery|lotto|eurojackpot|bingo|"
    "comand|comenz|factur|dosar|colet|cod(?:ul)? |cod(?:ul)? de |cod(?:ul)? bare|contract|seri[ea]|bon(?:ul)? |cui |"
    "rezervar|bilet|contor|poli[tț]|cerere|client|loto|"
    "order|ärende|beställning|kund|kolli|paket|faktur|bankgiro|plusgiro|org\\.|orgnr|organisationsnummer|"
    "serie|streckkod|artikel|medlems|avtal|"
    "försäkrings|mätar|journal|biljett|boknings|diarie|"
    "tilaus|tilauks|lasku|viite|viitte|varau[sk]|seuranta|asiakas|asiakka|diaari|lähety|paketi|paketti|koodi|viivakoodi|"
    "tunniste|jäsen|potilas|potilaa|päätö|mittari|sarjanumero|sopimu|y-tunnu|kortin|lähetet|ean-|"
    "baggage|luggage|warranty|"
    "(?:paint|error|door|entry|lock|wifi|fault|colour|color|country|dress|zip|sort) code|"
    "org nr)[a-zà-öø-ɏ]{0,14}|id|org|bags?|bagaj|acct|errors?|packet|seed|paint|scan|statement|balance|reading|"
    "laukku|laukun|virhe|pakkaus|väska|fel|felkod|kod|eroare|saldo|#"
    ")(?:[ .:;,=#-]+(?:no|nr|nro|num|numer|number|numeron?|numret|nummer|num[aă]r(?:ul)?|codes?|id|is|was|on|"
    "oli|e|este|era|är|var|the|says?|my|meu|mea|mun|mitt|minun|bare|de|card)){0,3}[ .:;,=#-]{0,3}[a-z]{0,4}$"
)
# A noun and "number" in one word or two: whatever kind of number it is, unless it is one to call.
_NUMBER_OF = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:"
    "(?:delivery|complaint|library|hospital|application|package|registration|employee|staff|student|badge|locker|queue|seat|"
    "gate|train|transaction|payment|confirmation|request|incident|device|imei|vat|tax|exam|candidate|loyalty|catalogue|"
    "product|item|sample|test|engine|plate|permit|visa|plot|grave|bib|team|player|lot) "
    "(?:card|code|id|no\\.?|nr\\.?|num|number)|"
    "[a-zäöå]{4,}(?:numero[a-zäö]*|nro|tunnus|koodi|kortti)|[a-zäöå]{3,}(?:nummer|numret|nr|kort|kod)|"
    "(?:num[aă]r(?:ul)?|nr\\.?)(?: de)? "
    "(?:dosar|[iî]nregistrare|comand[aă]|factur[aă]|colet|client|bon|ordine|serie|contract|"
    "contul|caz|card|bilet|polit[aă]|matricol)[a-zăâîșț]*|bon fiscal|cerere nr\\.?"
    ")[ .:;,=#-]*(?:(?:is|was|on|oli|e|este|era|är|var) )?$"
)
_TO_CALL = Sought(
    "(?:puhelin|puh|kännykkä|kännykän|lanka|koti|työ|yhteys|yksityis|oma|"
    "telefon|tele|tel|tfn|mobil|mob|hem|jobb|gsm|privat|kontakt)"
    "[a-zäö]{0,3}-?n[a-z]*[ .:=]*(?:(?:is|on|oli|e|är) )?$"
)
# What becomes of a parcel, a claim or a card, and seldom of a telephone.
_FATE = Sought(
    "[ ,]{0,2}(?:(?:is|was|are|were|has|has been|got|still|again|already|nu|e|este|a fost|ei|on|är|har|blev|jäi) ){0,2}"
    "(?:lost|missing|closed|void|expired|denied|stuck|late|delayed|shipped|delivered|processing|rejected|approved|refused|unpaid|"
    "overdue|cancell?ed|returned|borta|försena[a-z]*|avslag|avslag[a-z]*|betald|obetald|makulera[a-z]*|pierdut[aă]?|anulat[aă]?|"
    "respins[aă]?|expirat[aă]?|amanat[aă]?|întârziat|intarzi[a-z]*|livrat[aă]?|matkalla|katos[a-z]*|hukassa|hylätty|umpeutu[a-z]*|"
    "myöhäs[a-zä]*|postissa|maksettu|peruttu)(?:[^a-zà-öø-ɏ]|$)"
)
_INSTITUTION = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:(?:help|crisis|support) ?line|samaritans|hotline|switchboard|reception|hospital|clinic|surgery|"
    "pharmacy|library|council|police|out of hours|poliisi[a-zäö]*|poli[tț]i[ae]|pompieri[a-z]*|polisen|"
    "kriisipuhelin|auttava puhelin|päivystys[a-zäö]*|neuvonta[a-zäö]*|terveysneuvonta|terveysasema[a-zäö]*|sairaala[a-zäö]*|"
    "poliklinik[a-zäö]*|kela[a-zäö]*|apteekki|kirjasto|turvakoti|vaihde|"
    "linia|spital[a-z]*|clinic[a-z]*|policlinic[a-z]*|farmaci[a-z]*|telverde|dispecerat[a-z]*|primari[a-z]*|centru[a-z]*|"
    "jourhavande|jourlinje[a-zåäö]*|stödlinje[a-zåäö]*|kvinnojour[a-zåäö]*|vårdcentral[a-zåäö]*|sjukhus[a-zåäö]*|"
    "mottagning[a-zåäö]*|växel[a-z]*|apotek[a-z]*|psykakut[a-z]*|akut[a-z]*"
    ")(?:[^a-zà-öø-ɏ]|$)"
)
_OWN = Sought(
    "(?:^|[^a-zà-öø-ɏ])(?:my|me|mine|mun|minun|mulle|mut|meu|mea|m[aă]|mi|min|mitt|mig|mej)(?:[^a-zà-öø-ɏ]|$)"
)
# Numbers nobody has at home: toll-free ones, and those of companies and offices (0800, fi 020 and 029, sv 020, us 1-800).
_SERVICE = Sought(
    "080[08]?[0-9]{5,7}|0(?:20|29)[0-9]{6,7}|1?(?:800|833|844|855|866|877|888)[2-9][0-9]{6}|11[67][0-9]{3}"
)
_MOBILE = Sought("0(?:7|4|50)[0-9]+")
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


def names_another(text: str, start: int) -> bool:
    """True when the words right before the number say that it belongs to an order, a parcel, a file, a lottery."""
    before = text[max(0, start - _WINDOW) : start]
    return _LABEL.occurs(before) or (_NUMBER_OF.occurs(before) and not _TO_CALL.occurs(before))


def is_gone(text: str, end: int) -> bool:
    """True when the words right after the number say what became of a parcel or a claim."""
    return _FATE.pattern.match(text[end : end + _WINDOW]) is not None


def is_of_an_institution(digits: str, text: str, start: int) -> bool:
    """True for toll-free and company numbers, and where a help line, clinic or office is named before a fixed line."""
    if _SERVICE.pattern.fullmatch(digits):
        return True
    before = text[max(0, start - _WINDOW) : start]
    if not _INSTITUTION.occurs(before) or _MOBILE.pattern.fullmatch(digits):
        return False
    return not _OWN.occurs(before)


def counts_something(text: str, start: int, end: int) -> bool:
    """True when the number is an amount: money before it, or a unit after it."""
    return (
        text[max(0, start - 2) : start].strip(" ")[-1:] in {"$", "€", "£"}
        or _UNIT.pattern.match(text[end : end + 14]) is not None
    )
