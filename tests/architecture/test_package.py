"""What is installed is whole: code, migrations, words and the client, and nothing of the tests."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.tree import ROOT, files


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names inside the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_everything_the_server_needs_is_in_the_package(packed: set[str]) -> None:
    needed = {str(path) for path in files() if path.parts[0] in {"server", "moderation", "client_web"}}
    assert needed - packed == set()


def test_package_brings_its_licence_and_nothing_of_the_tests(packed: set[str]) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    assert {Path(name).parts[0] for name in packed if ".dist-info" not in name} <= {
        "server",
        "moderation",
        "client_web",
    }


def test_server_starts_without_the_extras() -> None:
    without = "import sys; sys.modules.update(dict.fromkeys(['psycopg', 'redis', 'hiredis']))"
    subprocess.run([sys.executable, "-c", f"{without}; import server.cli, server.running"], cwd=ROOT, check=True)
