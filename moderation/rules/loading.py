"""From a pack's TOML to checked rules. Whatever is wrong is refused with file, rule and reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from moderation.kept import digest_of, edition_of, kept, own_code
from moderation.rules.rule import VIEWS, Gate, Quoted, Rule, RuleError, Status, Together, as_plain, from_plain
from moderation.text.language import LANGUAGES
from moderation.verdict import Category, Risk

PACK_BYTES, RULES_A_PACK, PHRASES_A_RULE, PHRASE_LENGTH, PATTERN_LENGTH = 256_000, 2_000, 20_000, 200, 4_000
_FIELDS = frozenset(
    """id category severity status risk match unless unless_anywhere views needs quoted not_in explain examples
    language""".split()
)
_MATCHERS = frozenset("literal stems pattern all near".split())
_KEPT_IN_QUOTES = frozenset(
    {
        Category.DISCLOSURE,
        Category.METHOD_DETAIL,
        Category.CONTACT_DETAILS,
        Category.IDENTITY_NUMBER,
        Category.LINK,
        Category.SPAM,
        Category.FLOOD,
    }
)


LEXICONS = Path(__file__).parents[1] / "lexicons"


def pack_files() -> list[tuple[str, Path]]:
    """The packs that ship inside this package, by name such as `en/threat.toml`."""
    return sorted(
        (f"{language}/{pack.name}", pack)
        for language in LANGUAGES
        if LEXICONS.joinpath(language).is_dir()
        for pack in LEXICONS.joinpath(language).iterdir()
        if pack.name.endswith(".toml")
    )


@cache
def shipped_edition() -> bytes:
    """A mark that changes with any pack or list of words, any module of this package and any engine that runs the rules."""
    return edition_from(LEXICONS)


def edition_from(lexicons: Path) -> bytes:
    """The same, where packs and lists of words stand in this folder."""
    written = (file.read_bytes() for file in sorted(lexicons.rglob("*.t*")))
    engines = map(edition_of, ("re2", "ahocorasick", "snowballstemmer"))
    return digest_of([*written, *own_code(), *engines]).encode()


def shipped_rules() -> list[Rule]:
    """Every rule of every pack in this package. Raises RuleError at the first that cannot be used."""
    return list(map(from_plain, kept("rules", [shipped_edition()], lambda: list(map(as_plain, _written_rules())))))


def _written_rules() -> Iterator[Rule]:
    for name, pack in pack_files():
        yield from read_pack(name, pack.read_text("utf-8"))


def read_pack(file: str, source: str) -> list[Rule]:
    """The rules of one pack. Raises RuleError naming file, rule and reason."""
    return rules_from(file, _parsed(file, source))


def _parsed(file: str, source: str) -> dict[str, Any]:
    if len(source.encode("utf-8", "replace")) > PACK_BYTES:
        raise RuleError(file, "", f"larger than {PACK_BYTES} bytes")
    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise RuleError(file, "", f"not valid TOML: {wrong}") from wrong


def rules_from(file: str, pack: Mapping[str, Any], language: str = "") -> list[Rule]:
    """The rules of one parsed pack; `language` stands in where the pack names none."""
    pack_language = pack.get("language", language)
    lists = _lists(file, pack.get("lists", {}))
    entries = pack.get("rule", [])
    if not isinstance(entries, list) or len(entries) > RULES_A_PACK:
        raise RuleError(file, "", f"rule must be a list of at most {RULES_A_PACK}")
    explain = pack.get("explain", {})
    rules = [_Entry(file, entry, lists, explain).rule(pack_language) for entry in entries]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleError(file, rule.id, "this id is used twice")
        seen.add(rule.id)
    return rules


def _lists(file: str, lists: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(lists, dict):
        raise RuleError(file, "", "lists must be a table of named lists")
    return {name: _phrases(file, f"lists.{name}", phrases) for name, phrases in lists.items()}


def _phrases(file: str, rule: str, phrases: Any) -> tuple[str, ...]:
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise RuleError(file, rule, "expected a list of phrases")
    if len(phrases) > PHRASES_A_RULE:
        raise RuleError(file, rule, f"more than {PHRASES_A_RULE} phrases")
    for phrase in phrases:
        if not phrase.strip() or len(phrase) > PHRASE_LENGTH:
            raise RuleError(file, rule, f"a phrase is empty or longer than {PHRASE_LENGTH} characters")
    return tuple(phrases)


class _Entry:
    """One [[rule]] table on its way to a Rule."""

    def __init__(self, file: str, entry: Any, lists: Mapping[str, tuple[str, ...]], explain: Any) -> None:
        if not isinstance(entry, dict):
            raise RuleError(file, "", "a rule must be a table")
        self.file, self.entry, self.lists, self.explain = file, entry, lists, explain
        self.id = str(entry.get("id", ""))
        if not self.id or len(self.id) > 100:
            raise RuleError(file, "", "a rule needs an id of at most 100 characters")
        unknown = sorted(set(entry) - _FIELDS)
        if unknown:
            raise self.wrong(f"unknown field {unknown[0]!r}")

    def wrong(self, reason: str) -> RuleError:
        return RuleError(self.file, self.id, reason)

    def rule(self, pack_language: str) -> Rule:
        matchers = self.matchers()
        category = self.one_of(Category, "category")
        return Rule(
            id=self.id,
            language=self.language(pack_language),
            category=category,
            severity=self.severity(),
            file=self.file,
            status=self.one_of(Status, "status", Status.ACTIVE),
            risk=self.risk(category),
            literals=self.gathered(matchers, "literal"),
            stems=self.gathered(matchers, "stems"),
            patterns=self.patterns(matchers),
            together=tuple(self.together(matcher) for matcher in matchers if "all" in matcher),
            near=self.gathered(matchers, "near"),
            lists=self.lists_in_patterns(matchers),
            groups=self.lists.get("group", ()) if "group_mentioned" in self.entry.get("needs", ()) else (),
            unless=self.phrases(self.entry.get("unless", [])),
            unless_anywhere=self.phrases(self.entry.get("unless_anywhere", [])),
            views=self.names("views", VIEWS, VIEWS) | (VIEWS if self.has_near(matchers) else frozenset()),
            needs=frozenset(Gate(gate) for gate in self.names("needs", frozenset(Gate), frozenset())),
            quoted=self.one_of(Quoted, "quoted", Quoted.KEEP if category in _KEPT_IN_QUOTES else Quoted.DISCOUNT),
            not_in=self.names("not_in", frozenset(LANGUAGES), frozenset()),
            explain=self.explanations(),
            examples_match=self.examples("match"),
            examples_leave=self.examples("leave"),
        )

    def language(self, pack_language: str) -> str:
        language = self.entry.get("language", pack_language)
        if language not in LANGUAGES:
            raise self.wrong(f"language must be one of {', '.join(LANGUAGES)}")
        return str(language)

    def severity(self) -> int:
        severity = self.entry.get("severity")
        if type(severity) is not int or not 1 <= severity <= 5:
            raise self.wrong("severity must be a whole number from 1 to 5")
        return severity

    def risk(self, category: Category) -> Risk:
        risk = self.one_of(Risk, "risk", Risk.NONE)
        if (category is Category.DISCLOSURE) != (risk is not Risk.NONE):
            raise self.wrong("risk belongs to rules of category disclosure, and each of them needs one")
        return Risk(risk)

    def one_of(self, kind: Any, field: str, default: Any = None) -> Any:
        value = self.entry.get(field, default)
        try:
            return kind(value)
        except ValueError as wrong:
            raise self.wrong(f"{field} must be one of {', '.join(kind)}") from wrong

    def names(self, field: str, known: frozenset[str], default: frozenset[str]) -> frozenset[str]:
        given = self.entry.get(field, sorted(default))
        if not isinstance(given, list) or not all(name in known for name in given):
            raise self.wrong(f"{field} must be a list of {', '.join(sorted(known))}")
        return frozenset(given)

    def phrases(self, given: Any) -> tuple[str, ...]:
        return _phrases(self.file, self.id, given)

    def matchers(self) -> list[dict[str, Any]]:
        match = self.entry.get("match")
        found = match.get("any") if isinstance(match, dict) and set(match) == {"any"} else None
        if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
            raise self.wrong("match.any must be a list of at least one matcher")
        for matcher in found:
            if len(_MATCHERS & set(matcher)) != 1 or set(matcher) - _MATCHERS - {"within", "ordered"}:
                raise self.wrong(f"a matcher is one of {', '.join(sorted(_MATCHERS))}")
        return found

    @staticmethod
    def has_near(matchers: Sequence[Mapping[str, Any]]) -> bool:
        return any("near" in matcher for matcher in matchers)

    def gathered(self, matchers: Sequence[Mapping[str, Any]], kind: str) -> tuple[str, ...]:
        phrases = [p for matcher in matchers if kind in matcher for p in self.phrases(matcher[kind])]
        return tuple(each for phrase in phrases for each in self.expanded(phrase))

    def patterns(self, matchers: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
        patterns = [matcher["pattern"] for matcher in matchers if "pattern" in matcher]
        if not all(isinstance(pattern, str) and len(pattern) <= PATTERN_LENGTH for pattern in patterns):
            raise self.wrong(f"a pattern is a text of at most {PATTERN_LENGTH} characters")
        return tuple(patterns)

    def lists_in_patterns(self, matchers: Sequence[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
        patterns = self.patterns(matchers)
        return {
            name: phrases
            for name, phrases in self.lists.items()
            if any(f"{{{name}}}" in pattern for pattern in patterns)
        }

    def expanded(self, phrase: str) -> Iterator[str]:
        if not phrase.startswith("@"):
            yield phrase
            return
        if phrase[1:] not in self.lists:
            raise self.wrong(f"no list is called {phrase[1:]!r} in this pack")
        yield from self.lists[phrase[1:]]

    def together(self, matcher: Mapping[str, Any]) -> Together:
        items = self.phrases(matcher["all"])
        within, is_ordered = matcher.get("within", 6), matcher.get("ordered", False)
        if not 2 <= len(items) <= 6 or type(within) is not int or not 2 <= within <= 20:
            raise self.wrong("all takes 2 to 6 items, within 2 to 20 words")
        return Together(tuple(tuple(self.expanded(item)) for item in items), within, bool(is_ordered))

    def explanations(self) -> Mapping[str, str]:
        explain = self.entry.get("explain", self.explain)
        if not isinstance(explain, dict) or not all(isinstance(text, str) for text in explain.values()):
            raise self.wrong("explain must be a table of one sentence a language")
        return dict(explain)

    def examples(self, kind: str) -> tuple[str, ...]:
        examples = self.entry.get("examples", {})
        if not isinstance(examples, dict) or set(examples) - {"match", "leave"}:
            raise self.wrong("examples has match and leave, each a list of lines")
        lines = examples.get(kind, [])
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise self.wrong(f"examples.{kind} must be a list of lines")
        return tuple(lines)
