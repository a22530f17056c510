"""Whoever installs Sohva gets exactly what was tested, from wherever they get packages."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.tree import ROOT

LOCKS = ("requirements.txt", "requirements-semantic.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _locked(name: str) -> dict[str, list[str]]:
    """Package → its pinned lines, each with its hashes."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    packages: dict[str, list[str]] = {}
    for entry in entries:
        packages.setdefault(canonicalize_name(entry.split("==")[0]), []).append(entry)
    return packages


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_hashes(lock: str) -> None:
    for package, entries in _locked(lock).items():
        assert len(entries) == 1, package
        assert re.match(r"\S+==\S+ ", entries[0]), package
        assert "--hash=sha256:" in entries[0], package


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_no_address_and_no_build_of_one_machine(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^--(?!hash)|^-[if]|==\S+\+", text, re.MULTILINE)


def test_locks_satisfy_what_the_package_asks_for() -> None:
    extras = PROJECT["optional-dependencies"]
    runtime = [*PROJECT["dependencies"], *extras["postgres"], *extras["valkey"], *extras["mail"]]
    _satisfied(runtime, _locked("requirements.txt"))
    _satisfied([*runtime, *extras["semantic"]], _locked("requirements-semantic.txt"))
    _satisfied([*runtime, *extras["semantic"], *extras["dev"]], _locked("requirements-dev.txt"))


@pytest.mark.parametrize("lock", LOCKS[:-1])
def test_tests_run_on_the_versions_that_are_deployed(lock: str) -> None:
    runtime, development = _locked(lock), _locked("requirements-dev.txt")
    pins = {package: entries[0].split()[0] for package, entries in development.items()}
    assert {p: e[0].split()[0] for p, e in runtime.items()}.items() <= pins.items()


def _satisfied(wanted: list[str], locked: dict[str, list[str]]) -> None:
    for requirement in map(Requirement, wanted):
        pin = locked[canonicalize_name(requirement.name)][0].split()[0].split("==")[1]
        assert requirement.specifier.contains(Version(pin)), requirement
