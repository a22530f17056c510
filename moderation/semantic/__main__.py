"""The command line: python -m moderation.semantic fit FOLDER | notice (JSON lines in, what each is like out)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from moderation.entries import Unreadable, read_entries
from moderation.semantic.examples import read_examples
from moderation.semantic.heads import FILE, write_heads
from moderation.semantic.reading import Reader, SemanticUnavailable


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when the extra is missing, 2 for bad usage."""
    parser = argparse.ArgumentParser(prog="python -m moderation.semantic", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("fit", help="fit the heads on a folder of lines, and say what they are worth")
    command.add_argument("folder", type=Path)
    command.set_defaults(run=_fit)
    command = commands.add_parser("notice", help="JSON lines {id, text} in, {id, like} out")
    command.set_defaults(run=_notice)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except SemanticUnavailable as missing:
        print(missing, file=sys.stderr)
        return 1


def _fit(given: argparse.Namespace) -> int:
    reader, examples = Reader(), read_examples(given.folder)
    import numpy  # noqa: PLC0415, ICN001  # comes with the extra

    from moderation.semantic.fitting import fit_heads  # noqa: PLC0415  # as above

    fitted = fit_heads(examples, numpy.array([reader.numbers(example.text) for example in examples]))
    FILE.write_text(write_heads(head for head, _ in fitted), "utf-8")
    for _, worth in fitted:
        print(
            f"{worth.category.value:28} found {worth.found} of {worth.wanted}, "
            f"benign {worth.benign_found} of {worth.benign}, contrasts {worth.contrasts_found} of {worth.contrasts}"
        )
    return 0


def _notice(given: argparse.Namespace) -> int:
    reader = Reader()
    for entry in read_entries(sys.stdin.buffer):
        if isinstance(entry, Unreadable):
            print(json.dumps(entry.as_json()))
        else:
            print(json.dumps({"id": entry.id, "like": reader.notice(entry.draft.text)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
