"""Links to places that the room has not allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moderation.text.occurring import Sought
from moderation.verdict import Category, Finding, Span

_ENDINGS = """com org net fi ro se io gg tv ly xyz info app eu uk de ru top site online shop club live chat link
    store page blog dev ai biz win bet vip"""
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{2,500}"
    rf"|(?<![@\w.-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{'|'.join(_ENDINGS.split())})(?![\w@-])(?:/[^\s<>\"]{{0,500}})?"
    r"|(?<![@\w.-])[a-z0-9-]{2,63}\.(?:me|to|be|cc|co)/[^\s<>\"]{1,500}",
    re.IGNORECASE,
)
_DOT = "(?:dot|piste|punct|punkt)"
# Read aloud: a name of its own, the word for the full stop, an ending; "the dot com years" is talk.
_SPOKEN = re.compile(
    rf"(?<![\w@-])(?!(?:the|a|an|this|that|every|any|of|or|and|no|with|in|on) )[a-z0-9][a-z0-9-]{{1,62}} {_DOT} "
    r"(?:com|org|net|fi|ro|se|io|gg|tv|info|app|eu|uk|de|ru)(?![\w@-])"
    r"(?: (?:slash|kauttaviiva|bara|snedstreck) [\w-]{1,60}){0,4}",
    re.IGNORECASE,
)
_HOST = re.compile(r"^(?:https?://)?(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)

_SIGN = Sought(rf"(?i)://|www\.|\.(?:{'|'.join(_ENDINGS.split())}|me/|to/|be/|cc/|co/)")
_TWO_READINGS = "ıİſ\u212a"
_SPOKEN_SIGN = Sought(" (?:dot|DOT|Dot|piste|punct|punkt) ")


def find_links(text: str, allowed_domains: Sequence[str]) -> list[Finding]:
    """Links in the text as typed, except those to an allowed domain or a name under it."""
    allowed = tuple(domain.lower().lstrip(".") for domain in allowed_domains)
    spans: list[Span] = []
    if _may_hold(_SIGN, text):
        spans += [match.span() for match in _LINK.finditer(text) if not _is_allowed(match[0], allowed)]
    if _may_hold(_SPOKEN_SIGN, text):
        spoken = [match for match in _SPOKEN.finditer(text) if not _is_allowed(_written(match[0]), allowed)]
        spans += [match.span() for match in spoken]
    return [Finding("link.unknown", Category.LINK, 2, _trimmed(text, spans))] if spans else []


def _may_hold(sign: Sought, text: str) -> bool:
    # Of these the two engines do not agree which letters they are.
    return sign.occurs(text) or (not text.isascii() and any(letter in text for letter in _TWO_READINGS))


def _written(spoken: str) -> str:
    name, _, ending, *_ = spoken.split()
    return f"{name}.{ending}"


def _is_allowed(link: str, allowed: Sequence[str]) -> bool:
    host = _HOST.match(link)
    if host is None:
        return False
    name = host[1].lower().rstrip(".").removeprefix("www.")
    return any(name == domain or name.endswith(f".{domain}") for domain in allowed)


def _trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((start, start + len(text[start:end].rstrip(".,;:!?)'\""))) for start, end in spans)
