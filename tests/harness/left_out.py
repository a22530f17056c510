"""What a run could not prove because a real thing was missing, told so loudly that nobody takes it for a pass.

With SOHVA_REQUIRE_ALL=1 (set by `.ci/run`) a missing thing is a failure.
"""

import os
from collections import Counter
from typing import NoReturn

import pytest

MARK = "LEFT OUT"


def leave_out(what: str, reason: str) -> NoReturn:
    """End the current test as not run, or as failed where everything is required; `reason` says what to do."""
    told = f"{MARK} {what}: {reason}"
    if os.environ.get("SOHVA_REQUIRE_ALL") == "1":
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


def leave_out_for_lack(what: str, reason: str) -> NoReturn:
    """The same for what few machines have any more: told as loudly, and required nowhere."""
    pytest.skip(f"{MARK} {what}: {reason}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        told = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if MARK in told:
            reasons[told[told.index(MARK) + len(MARK) + 1 :]] += 1
    if not reasons:
        return
    terminalreporter.section(f"{MARK}: not proved by this run", red=True, bold=True)
    for told, tests in reasons.most_common():
        terminalreporter.write_line(f"{tests} test{'' if tests == 1 else 's'} without {told}", red=True)
