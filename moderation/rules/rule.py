"""A rule as written in a pack: what it looks for, where, and when it does not mean it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from moderation.verdict import Category, Risk

VIEWS = frozenset({"plain", "skeleton", "misspelt"})


class RuleError(ValueError):
    """A pack or rule cannot be used; says in which file, in which rule, and why."""

    def __init__(self, file: str, rule: str, reason: str) -> None:
        super().__init__(f"{file}: {rule}: {reason}" if rule else f"{file}: {reason}")
        self.file = file
        self.rule = rule
        self.reason = reason


class Status(StrEnum):
    """The life of a rule: written, tried without effect, in force, put away."""

    DRAFT = "draft"
    SHADOW = "shadow"
    ACTIVE = "active"
    RETIRED = "retired"


class Quoted(StrEnum):
    """What quotation does to a match: weigh nothing but be seen, vanish, or count as ever."""

    DISCOUNT = "discount"
    IGNORE = "ignore"
    KEEP = "keep"


class Gate(StrEnum):
    """A condition on the clause around a match."""

    FIRST_PERSON = "first_person"
    SECOND_PERSON = "second_person"
    THIRD_PERSON = "third_person"
    GROUP_MENTIONED = "group_mentioned"
    NOT_FIRST_PERSON = "not_first_person"
    NOT_SECOND_PERSON = "not_second_person"
    NOT_NEGATED = "not_negated"
    NOT_QUOTED = "not_quoted"
    NOT_DENIED = "not_denied"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Together:
    """Items that must meet in one clause within so many words; an item is a set of phrases."""

    items: tuple[tuple[str, ...], ...]
    within: int = 6
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one pack, checked and complete. See FORMAT.md; `lists` are those its patterns name."""

    id: str
    language: str
    category: Category
    severity: int
    file: str
    status: Status = Status.ACTIVE
    risk: Risk = Risk.NONE
    literals: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    together: tuple[Together, ...] = ()
    near: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    unless_anywhere: tuple[str, ...] = ()
    views: frozenset[str] = VIEWS
    needs: frozenset[Gate] = frozenset()
    quoted: Quoted = Quoted.DISCOUNT
    not_in: frozenset[str] = frozenset()
    explain: Mapping[str, str] = field(default_factory=dict)
    examples_match: tuple[str, ...] = ()
    examples_leave: tuple[str, ...] = ()


_READ: dict[str, Callable[[Any], Any]] = {
    "category": Category,
    "status": Status,
    "risk": Risk,
    "quoted": Quoted,
    "together": lambda given: tuple(Together(*each) for each in given),
    "needs": lambda given: frozenset(map(Gate, given)),
}
_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "category": str,
    "status": str,
    "risk": str,
    "quoted": str,
    "together": lambda given: tuple((each.items, each.within, each.is_ordered) for each in given),
    "needs": lambda given: sorted(map(str, given)),
}


def written_out(rule: Rule) -> bytes:
    """All of a rule in a row, the same for rules that are the same."""
    values = (getattr(rule, name) for name in Rule.__slots__)
    in_order = tuple(sorted(value) if isinstance(value, frozenset) else value for value in values)
    return repr(in_order).encode("utf-8", "replace")


def as_plain(rule: Rule) -> dict[str, Any]:
    """The rule in plain values, to be kept from one start to the next."""
    values = {name: getattr(rule, name) for name in Rule.__slots__}
    return values | {name: write(values[name]) for name, write in _WRITTEN.items()}


def from_plain(values: Mapping[str, Any]) -> Rule:
    """The rule that `as_plain` told of. It was checked then, and is not checked again."""
    return Rule(**{**values, **{name: read(values[name]) for name, read in _READ.items()}})
