"""What a stranger must not find in the history: unfinished work, and the machine it was written on."""

import re

from tests.architecture.tree import sources, texts

UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X|HA[C]K|W[I]P|TB[D])\b|(?i:\bnot yet imple[m]ented\b)")
MACHINE = re.compile(r"(?<![\w.:*])/(?:home|root|Users|work|mnt)/\w|(?<![\w.])[A-Z]:\\\w")
REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.(?:org|com)|deb\.debian\.org|jsr\.io)\b"
)


def _found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_to_be_done_in_a_comment() -> None:
    assert _found(UNFINISHED) == []


def test_no_path_of_anybodys_machine_is_written_down() -> None:
    assert _found(MACHINE) == []


def test_no_package_registry_is_named() -> None:
    assert _found(REGISTRY) == []


def test_no_function_only_says_that_it_is_missing() -> None:
    ours = set(sources("server", "moderation"))
    assert [str(path) for path, text in texts() if path in ours and "NotImplementedError" in text] == []
