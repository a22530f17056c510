"""What somebody wants to say, and the plain facts about the moment they say it."""

from dataclasses import dataclass
from functools import cached_property

from moderation.text.plain import plain_view
from moderation.text.view import View


class Said(str):
    """A text that was said before. Handed in again with every draft, it is read only once.

    Handed in first as the text of a draft, it is not read again at all: screening leaves here what it saw.
    """

    __slots__ = ("__dict__",)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The different words of it."""
        return plain_view(self).kinds

    def seen_as(self, view: View) -> None:
        """Keep what this plain view, which somebody has made, shows of the text."""
        self.__dict__["kinds"] = view.kinds


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is delivered.

    `language` is the room's or author's language (en, fi, ro, sv) or None when unknown; it is a hint,
    the text itself is looked at too. `earlier` holds the same author's last texts in this room, oldest
    first, best as `Said`; so is `text` where it will be handed in again.
    `regions` are the countries whose telephone and identity numbers are looked for.
    """

    text: str
    language: str | None = None
    earlier: tuple[str, ...] = ()
    is_newcomer: bool = False
    posted_last_minute: int = 0
    allowed_domains: tuple[str, ...] = ()
    regions: tuple[str, ...] = ("FI", "RO", "SE")
