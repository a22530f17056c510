"""The rules a policy goes by: those that ship, and an organisation's own on top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from moderation.kept import digest_of, kept
from moderation.rules.book import RuleBook, in_force
from moderation.rules.lexis import vocabulary_of
from moderation.rules.loading import shipped_edition, shipped_rules
from moderation.rules.plan import plan_of
from moderation.rules.rule import Rule, written_out
from moderation.text.vocabulary import Vocabulary


class Shelf:
    """Books of rules, each compiled once, and the vocabulary of all of them."""

    def __init__(self, *books: RuleBook, edition: str = "") -> None:
        self.books = books
        self.edition = edition
        """A mark of the rules that ship and stand here, which changes with any of them; empty where none do."""
        self.rules: tuple[Rule, ...] = tuple(rule for book in books for rule in book.rules)
        self._vocabularies: dict[str, Vocabulary] = {}

    @property
    def own(self) -> list[Rule]:
        """The rules that do not ship."""
        return [rule for book in self.books[1:] for rule in book.rules]

    def with_own(self, rules: Sequence[Rule]) -> Shelf:
        """The same shelf with one more book; what is on it already is not compiled again."""
        return Shelf(*self.books, RuleBook(rules), edition=self.edition)

    def vocabulary(self, language: str | None) -> Vocabulary:
        """The words of the rules of this language (English when unknown), built when first asked for."""
        spoken = language or "en"
        if spoken not in self._vocabularies:
            self._vocabularies[spoken] = self._vocabulary(spoken)
        return self._vocabularies[spoken]

    def _vocabulary(self, language: str) -> Vocabulary:
        if self.own or not self.edition:
            return vocabulary_of(self.books[0].rules, self.own, language)
        return Vocabulary.from_plain(
            kept(
                f"vocabulary_{language}",
                [shipped_edition()],
                lambda: vocabulary_of(self.books[0].rules, (), language).as_plain(),
            )
        )


@cache
def shipped_shelf() -> Shelf:
    """The rules of all packs, made ready once a process. Raises RuleError for a pack that cannot be used.

    Their patterns are checked once for each edition of packs, modules and engines.
    """
    rules = shipped_rules()
    plan = kept("plan", [shipped_edition()], lambda: plan_of(in_force(rules)))
    edition = kept("edition", [shipped_edition()], lambda: digest_of(map(written_out, in_force(rules))))
    return Shelf(RuleBook(rules, plan), edition=edition)
