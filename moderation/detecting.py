"""Every detector run on a draft, none able to stop another: findings, and the names of those that failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVarTuple

from moderation.rules.book import Reading, RuleBook
from moderation.rules.shelf import Shelf
from moderation.rules.standing import Standing
from moderation.text.language import language_of
from moderation.text.restoring import restored_view
from moderation.text.view import View
from moderation.verdict import Finding

Given = TypeVarTuple("Given")


def rule_findings(
    shelf: Shelf, plain: View, hint: str | None, may_hide: bool = True
) -> tuple[list[Finding], list[str]]:
    """What the rules find in this text, and which kinds of detector failed on it.

    `may_hide` is false for a text that is known to hold no letter in disguise.
    """
    failed: list[str] = []
    found: list[Finding] = []
    views = [plain]
    language = language_of(plain.kinds, hint)
    attempt(failed, "skeleton", _add_skeleton, views, shelf, may_hide, language)
    if len(views) > 1:
        language = language_of(views[-1].kinds, language)
    for view in views:
        view.language = language
    for book in shelf.books:
        found += book_findings(book, views, language, failed)
    return found, failed


def book_findings(book: RuleBook, views: list[View], language: str | None, failed: list[str]) -> Sequence[Finding]:
    """What the rules of one book find in these views of a text."""
    readings = [Reading(view) for view in views]
    standing: Standing | None = None
    for reading in readings:
        if standing is not None:
            reading.leave_out(standing.settled())
        _read(book, reading, language, failed)
        if reading.matches:
            standing = standing or Standing(readings, book.rules, language)
            _read_around(book, readings, frozenset(reading.counts), failed)
            attempt(failed, "rules", standing.add, reading)
    return () if standing is None else attempt(failed, "rules", standing.findings)


def _read(book: RuleBook, reading: Reading, language: str | None, failed: list[str]) -> None:
    attempt(failed, "literals", book.read_literals, reading)
    # What is never there is not even tried: an organisation's own book is mostly phrases.
    if book.has_stems:
        attempt(failed, "stems", book.read_stems, reading, language)
    if book.has_patterns:
        attempt(failed, "patterns", book.read_patterns, reading)


def _read_around(book: RuleBook, readings: list[Reading], matched: frozenset[int], failed: list[str]) -> None:
    for reading in readings:
        attempt(failed, "literals", book.look, reading)
        attempt(failed, "circumstances", book.read_circumstances, reading, matched)


def _add_skeleton(views: list[View], shelf: Shelf, may_hide: bool, language: str | None) -> None:
    view = restored_view(views[0], shelf.vocabulary(language), may_hide)
    if view is not None:
        views.append(view)


def attempt(
    failed: list[str], name: str, detect: Callable[[*Given], Sequence[Finding] | None], *given: *Given
) -> Sequence[Finding]:
    """What a detector finds; if it raises, nothing, and its name is noted so that the verdict says so and a human looks."""
    try:
        return detect(*given) or ()
    except Exception:  # noqa: BLE001
        # Not swallowed: the name travels in Verdict.degraded (I5).
        failed.append(name)
        return ()
