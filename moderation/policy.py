"""What a room has decided about its words: an outcome for each category, checked when it is loaded."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from moderation.deciding import Terms
from moderation.kept import digest_of, kept
from moderation.promises import broken_promise
from moderation.rules.canaries import failing_canary, silence_of_shipped
from moderation.rules.loading import rules_from, shipped_edition
from moderation.rules.rule import Rule, RuleError, written_out
from moderation.rules.shelf import Shelf, shipped_shelf
from moderation.verdict import Category, Outcome

PRESETS = ("gentle_room", "crisis_aware", "open_cafe", "eating_disorder", "young_people")
_FIELDS = frozenset("name edition inherits outcomes floors limits rule lists explain language".split())

PolicyError = RuleError
"""A policy or pack cannot be used: `file`, `rule`, `reason`. The policy before it stays in force."""


@dataclass(frozen=True, eq=False)
class Policy:
    """A room's policy: immutable, with its rules compiled. `version` names policy and rules together."""

    name: str
    terms: Terms
    messages_a_minute: int
    shelf: Shelf

    @property
    def version(self) -> str:
        return self.terms.version

    @property
    def outcomes(self) -> Mapping[Category, Outcome]:
        return self.terms.outcomes


@cache
def preset(name: str) -> Policy:
    """One of the policies that ship with the package. Raises PolicyError for an unknown name."""
    if name not in PRESETS:
        raise PolicyError(f"{name}.toml", "", f"no preset of this name; there are {', '.join(PRESETS)}")
    source = Path(__file__).parent.joinpath("policies", f"{name}.toml").read_text("utf-8")
    given = _parsed(f"{name}.toml", source)
    parent = given.pop("inherits", None)
    return _policy(f"{name}.toml", given, preset(parent) if parent else None, _fault_of_shipped)


def load_policy(given: Mapping[str, Any] | str, parent: Policy | None = None, file: str = "policy") -> Policy:
    """A policy from a mapping or TOML text.

    It inherits from `parent`, or from the preset named in `inherits`, and may only be stricter than that.
    Its own `[[rule]]` tables and `[lists]` follow rules/FORMAT.md. Raises PolicyError with file, rule and reason.
    """
    table = dict(_parsed(file, given) if isinstance(given, str) else given)
    inherits = table.pop("inherits", None)
    if parent is None and inherits is not None:
        parent = preset(inherits)
    return _policy(file, table, parent)


def _parsed(file: str, source: str) -> dict[str, Any]:
    if len(source) > 2_000_000:
        raise PolicyError(file, "", "larger than 2,000,000 characters")
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise PolicyError(file, "", f"not valid TOML: {wrong}") from wrong


def _fault_of_shipped(terms: Terms) -> str:
    """What `broken_promise` says of a preset: all it tries is tried again when a pack, a module or an engine is new."""
    made_from = [shipped_edition(), terms.version.encode()]
    return str(kept(f"promises_{terms.version.split('-')[0]}", made_from, lambda: broken_promise(terms)))


def _policy(
    file: str,
    table: Mapping[str, Any],
    parent: Policy | None,
    fault_of: Callable[[Terms], str] = broken_promise,
) -> Policy:
    unknown = sorted(set(table) - _FIELDS)
    if unknown:
        raise PolicyError(file, "", f"unknown field {unknown[0]!r}")
    outcomes = _outcomes(file, table.get("outcomes", {}), parent)
    floors = _floors(file, table.get("floors", {}), parent)
    own = rules_from(file, table, language=str(table.get("language", "en")))
    shelf = _shelf(file, own, parent)
    name = str(table.get("name", parent.name if parent else file))
    terms = Terms(outcomes, floors, _version(name, table, outcomes, floors, shelf))
    broken = fault_of(terms)
    if broken:
        raise PolicyError(file, "", broken)
    return Policy(name, terms, _messages_a_minute(file, table, parent), shelf)


def _outcomes(file: str, given: Any, parent: Policy | None) -> Mapping[Category, Outcome]:
    try:
        own = {Category(category): Outcome(outcome) for category, outcome in dict(given).items()}
    except (ValueError, TypeError) as wrong:
        raise PolicyError(file, "outcomes", str(wrong)) from wrong
    inherited = dict(parent.outcomes) if parent else {}
    for category, outcome in own.items():
        if category in inherited and outcome < inherited[category]:
            raise PolicyError(file, f"outcomes.{category.value}", "weaker than what it inherits")
    merged = inherited | own
    missing = set(Category) - set(merged)
    if missing:
        raise PolicyError(file, f"outcomes.{min(missing).value}", "every category needs an outcome")
    return MappingProxyType(merged)


def _floors(file: str, given: Any, parent: Policy | None) -> Mapping[Category, int]:
    inherited = dict(parent.terms.floors) if parent else {}
    try:
        own = {Category(category): floor for category, floor in dict(given).items()}
    except (ValueError, TypeError) as wrong:
        raise PolicyError(file, "floors", str(wrong)) from wrong
    for category, floor in own.items():
        if type(floor) is not int or not 1 <= floor <= 5:
            raise PolicyError(file, f"floors.{category.value}", "a floor is a whole number from 1 to 5")
        if parent and floor > inherited.get(category, 1):
            raise PolicyError(file, f"floors.{category.value}", "weaker than what it inherits")
    return MappingProxyType(inherited | own)


def _messages_a_minute(file: str, table: Mapping[str, Any], parent: Policy | None) -> int:
    default = parent.messages_a_minute if parent else 12
    limits = table.get("limits", {})
    limit = limits.get("messages_a_minute", default) if isinstance(limits, Mapping) else None
    if type(limit) is not int or not 1 <= limit <= 1_000:
        raise PolicyError(file, "limits.messages_a_minute", "a whole number from 1 to 1,000")
    return limit


@cache
def _shipped() -> Shelf:
    shelf = shipped_shelf()
    silent = silence_of_shipped(shelf)
    if silent:
        raise silent
    return shelf


def _shelf(file: str, own: Sequence[Rule], parent: Policy | None) -> Shelf:
    inherited = parent.shelf if parent else _shipped()
    if not own:
        return inherited
    taken = {rule.id for rule in inherited.rules}
    for rule in own:
        if rule.id in taken:
            raise PolicyError(file, rule.id, "this id is already taken")
    shelf = inherited.with_own(own)
    failing = failing_canary(shelf, shelf.books[-1].rules)
    if failing:
        raise failing
    return shelf


def _version(name: str, table: Mapping[str, Any], *parts: Any) -> str:
    outcomes, floors, shelf = parts
    content = json.dumps([outcomes, floors, dict(table.get("limits", {}))], default=dict, sort_keys=True)
    digest = digest_of([content.encode(), shelf.edition.encode(), *map(written_out, shelf.own)])
    return f"{name}-{table.get('edition', 1)}-{digest[:12]}"
