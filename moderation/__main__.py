"""The command line: python -m moderation screen | lint | replay | explain | bench."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from moderation.draft import Draft
from moderation.entries import Entry, Unreadable, read_entries
from moderation.measuring import measured
from moderation.policy import PRESETS, Policy, PolicyError, load_policy, preset
from moderation.replay import changes, replay
from moderation.rules.linting import benign_hits, lint
from moderation.screening import screen
from moderation.verdict import Verdict


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something was found wrong, 2 for bad usage."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except PolicyError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except OSError as wrong:
        print(f"{wrong.filename}: {wrong.strerror}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m moderation", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("screen", help="JSON lines {id, text, lang?} in, verdicts out")
    command.add_argument("--policy", default="gentle_room", help="a preset or a TOML file")
    command.add_argument("--shadow", action="store_true", help="show rules on trial too")
    command.set_defaults(run=_screen)
    command = commands.add_parser("lint", help="check packs; without files, all that ship")
    command.add_argument("file", nargs="*", type=Path)
    command.add_argument("--benign", nargs="*", type=Path, default=[], help="JSON lines no grave rule may find")
    command.set_defaults(run=_lint)
    command = commands.add_parser("explain", help="everything about the verdict on one text")
    command.add_argument("text")
    command.add_argument("--policy", default="gentle_room")
    command.add_argument("--lang", default=None)
    command.set_defaults(run=_explain)
    command = commands.add_parser("replay", help="drafts in, what changes from policy A to policy B out")
    command.add_argument("before", metavar="A")
    command.add_argument("after", metavar="B")
    command.set_defaults(run=_replay)
    command = commands.add_parser("bench", help="how fast this machine screens")
    command.set_defaults(run=_bench)
    return parser


def _policy(name: str) -> Policy:
    if name in PRESETS:
        return preset(name)
    path = Path(name)
    if not path.is_file():
        raise PolicyError(name, "", f"neither a file nor a preset ({', '.join(PRESETS)})")
    return load_policy(path.read_text("utf-8", "replace"), file=name)


def _screen(given: argparse.Namespace) -> int:
    policy = _policy(given.policy)
    code = 0
    for entry in read_entries(sys.stdin.buffer):
        if isinstance(entry, Unreadable):
            _print(entry.as_json())
            code = 1
        else:
            _print(_row(entry.id, screen(entry.draft, policy), given.shadow))
    return code


def _row(identity: Any, verdict: Verdict, shows_shadow: bool) -> dict[str, Any]:
    shown = [
        finding for finding in verdict.findings if not finding.discounted_by and (shows_shadow or not finding.is_shadow)
    ]
    return {
        "id": identity,
        "outcome": verdict.outcome.value,
        "risk": verdict.risk.value,
        "side": sorted(side.value for side in verdict.sides),
        "findings": [
            {
                "rule": finding.rule,
                "category": finding.category.value,
                "severity": finding.severity,
                "spans": [list(span) for span in finding.spans],
            }
            for finding in shown
        ],
        "degraded": list(verdict.degraded),
    }


def _print(row: object, indent: int | None = None) -> None:
    # ensure_ascii keeps lone surrogates printable on any terminal.
    print(json.dumps(row, indent=indent))


def _lint(given: argparse.Namespace) -> int:
    faults = lint(given.file)
    drafts = []
    for file in given.benign:
        for entry in read_entries(file.read_bytes().splitlines()):
            if isinstance(entry, Unreadable):
                faults.append(f"{file}: line {entry.line}: {entry.reason}")
            else:
                drafts.append(entry.draft)
    if not faults:
        faults += benign_hits(_policy("gentle_room").shelf, drafts)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _replay(given: argparse.Namespace) -> int:
    before, after = _policy(given.before), _policy(given.after)
    read = list(read_entries(sys.stdin.buffer))
    unreadable = [entry for entry in read if isinstance(entry, Unreadable)]
    for each in unreadable:
        print(f"line {each.line}: {each.reason}", file=sys.stderr)
    if unreadable:  # a comparison over some of the lines would pass for one over all
        return 1
    entries = [entry for entry in read if isinstance(entry, Entry)]
    drafts = [entry.draft for entry in entries]
    changed = changes(drafts, before, after)
    _print({"before": replay(drafts, before).as_json(), "after": replay(drafts, after).as_json()}, indent=2)
    for change in changed:
        _print({"id": entries[change.index].id, **change.as_json()})
    return 0


def _bench(_: argparse.Namespace) -> int:
    for name, figure in measured():
        print(f"{name:52} {figure}")
    return 0


def _explain(given: argparse.Namespace) -> int:
    verdict = screen(Draft(given.text, given.lang), _policy(given.policy))
    _print(verdict.as_json(), indent=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
