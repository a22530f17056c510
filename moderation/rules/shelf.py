"""The rules a policy goes by: those that ship, and an organisation's own on top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from moderation.rules.book import RuleBook
from moderation.rules.lexis import vocabulary_of
from moderation.rules.loading import shipped_rules
from moderation.rules.rule import Rule
from moderation.text.vocabulary import Vocabulary


class Shelf:
    """Books of rules, each compiled once, and the vocabulary of all of them."""

    def __init__(self, *books: RuleBook) -> None:
        self.books = books
        self.rules: tuple[Rule, ...] = tuple(rule for book in books for rule in book.rules)
        self._vocabularies: dict[str, Vocabulary] = {}

    def with_own(self, rules: Sequence[Rule]) -> Shelf:
        """The same shelf with one more book; what is on it already is not compiled again."""
        return Shelf(*self.books, RuleBook(rules))

    def vocabulary(self, language: str | None) -> Vocabulary:
        """The words of the rules of this language (English when unknown), built when first asked for."""
        spoken = language or "en"
        if spoken not in self._vocabularies:
            own = [rule for book in self.books[1:] for rule in book.rules]
            self._vocabularies[spoken] = vocabulary_of(self.books[0].rules, own, spoken)
        return self._vocabularies[spoken]


@cache
def shipped_shelf() -> Shelf:
    """The rules of all packs, compiled once a process. Raises RuleError for a pack that cannot be used."""
    return Shelf(RuleBook(shipped_rules()))
