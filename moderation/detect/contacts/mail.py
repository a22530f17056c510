"""E-mail addresses, written plainly, spaced apart, or spelled out in English, Finnish, Romanian and Swedish."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, found
from moderation.detect.contacts.scan import edged, edged_hits
from moderation.text.occurring import Sought

_LETTER = "[0-9a-zà-öø-ɏ]"
_PROVIDER = (
    "(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|proton(?:mail)?|live|msn|aol|gmx|luukku|"
    "suomi24|kolumbus|elisanet|elisa|saunalahti|telia|spray|bredband|tutanota|tuta|zoho|fastmail)"
)
_MAIL_ONLY = "(?:gmail|hotmail|protonmail)"  # Nobody works there.
_TLD = "(?:com|net|org|info|eu|fi|ro|se|uk|co|us|de|no|dk|ee|fr|es|it|nl|be|me|io|edu|gov|biz|md|hu|pl|ch|at|ie|ca)"
# Words that nobody uses between two other words unless an address is being spelled.
_AT_RARE = (
    "(?: ?[\\[({<] ?(?:at|a|ät|ät-?merkki|et|a ?rond|snabel-?a|miuku(?:mauku)?|at sign) ?[\\])}>] ?| (?:ät|"
    "ät-?merkki|miuku(?:mauku)?|kissanhäntä|arond|a rond|coad[aă] de maimu[tț][aă]|snabel-?a|kanelbulle) )"
)
_AT_WORD = " (?:at|et|la|a) "
_DOT_WORD = "(?: ?[\\[({<] ?(?:dot|\\.|piste|punct|punkt) ?[\\])}>] ?| (?:dot|piste|punct|punkt) )"
_DOT = f"(?:{_DOT_WORD}| ?\\. ?)"
_LOCAL = f"{_LETTER}[0-9a-zà-öø-ɏ._%+'-]*"
_SPOKEN_LOCAL = f"{_LOCAL}(?:{_DOT_WORD}{_LOCAL})?"
_DOMAIN = f"{_LETTER}[0-9a-zà-öø-ɏ.-]*"


def _either(*forms: str) -> Sought:
    return edged("|".join(forms))


_WRITTEN = _either(
    f"{_LOCAL} ?@ ?{_PROVIDER}(?:{_DOT}{_TLD})?",
    f"{_LOCAL}@{_DOMAIN}\\.[a-zà-öø-ɏ]+",
    f"{_LOCAL} ?@ ?{_DOMAIN}{_DOT}{_TLD}",
)
_SPELLED = _either(
    f"{_SPOKEN_LOCAL}{_AT_RARE}(?:{_DOMAIN}{_DOT}{_TLD}|{_PROVIDER})",
    f"{_SPOKEN_LOCAL}{_AT_WORD}(?:{_DOMAIN}{_DOT_WORD}{_TLD}|{_PROVIDER}{_DOT}{_TLD})",
    f"(?:it'?s|mail(?:i|ul)?|is|me|e|on|är):? (?:{_LETTER}{{8,}}|{_LETTER}{{3,}}[0-9._]+{_LETTER}*)"
    f" (?:at|ät) {_MAIL_ONLY}[.,!)]*$",
    f"{_LOCAL} {_PROVIDER} (?:dot |piste |punct |punkt )?com",
)
_SPELLING_SIGN = r"dot|piste|pun|mail|\]|\)|ät |rond|snabel|yahoo|look"
SIGN = f"@|{_SPELLING_SIGN}"
"""What every text with an address in it shows. Plain signs, no pattern."""
_SPELLING = Sought(_SPELLING_SIGN)
_NOT_A_NAME = frozenset("work works working look looks shop watch job bought available order am me you us them".split())


def find_mail(folded: Folded) -> Iterator[ContactMatch]:
    """Every e-mail address in the text; a mention such as `@Meri` is none."""
    text = folded.lower
    if "@" in text:
        yield from _hits(_WRITTEN, folded)
    if _SPELLING.occurs(text):
        yield from _hits(_SPELLED, folded)


def _hits(pattern: Sought, folded: Folded) -> Iterator[ContactMatch]:
    for start, end, _ in edged_hits(pattern, folded.lower):
        if folded.lower[start:end].split(" ", 1)[0] not in _NOT_A_NAME:
            yield found(Kind.EMAIL, folded.original(start, end))
