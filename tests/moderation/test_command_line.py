"""python -m moderation: stable lines in, stable lines out."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from moderation.__main__ import main


class Bytes:
    """Standard input made of lines."""

    def __init__(self, *lines: bytes) -> None:
        self.buffer = io.BytesIO(b"\n".join(lines))


class Input(Bytes):
    """Standard input made of JSON lines."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        super().__init__(*(json.dumps(row).encode() for row in rows))


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str, rows: Any = ()) -> str:
    monkeypatch.setattr("sys.stdin", Input(*rows))
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def test_screen_answers_each_line_in_order(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"id": 1, "text": "good morning", "lang": "en"},
        {"id": "b", "text": "I will kill you"},
        {"id": None, "text": "lone \ud800"},
    ]
    answers = [json.loads(line) for line in run(monkeypatch, capsys, "screen", rows=rows).splitlines()]
    assert [answer["id"] for answer in answers] == [1, "b", None]
    assert answers[0] == {"id": 1, "outcome": "allow", "risk": "none", "side": [], "findings": [], "degraded": []}
    assert answers[1]["outcome"] == "hold"
    finding = answers[1]["findings"][0]
    assert finding == {"rule": "en.threat.direct", "category": "threat", "severity": 4, "spans": [[0, 15]]}


UNREADABLE = [
    (b"not json", None, "not JSON"),
    (b'{"id": 3, "text": "caf\xe9"}', None, "not JSON"),
    (b"[" * 100_000, None, "not JSON"),
    (b'["text"]', None, "not an object"),
    (b'{"id": 3}', 3, '"text" is missing or no text'),
    (b'{"id": 3, "text": 5}', 3, '"text" is missing or no text'),
    (b'{"id": 3, "text": "hello", "lang": ["en"]}', 3, '"lang" is no text'),
]


@pytest.mark.parametrize(("line", "identity", "reason"), UNREADABLE)
def test_line_that_holds_no_draft_is_said_in_its_place_and_the_others_are_screened(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: bytes, identity: int | None, reason: str
) -> None:
    monkeypatch.setattr("sys.stdin", Bytes(b'{"id": 1, "text": "hello"}', b"", line, b'{"id": 2, "text": "bye"}'))
    assert main(["screen"]) == 1
    first, wrong, last = (json.loads(answer) for answer in capsys.readouterr().out.splitlines())
    assert (first["id"], last["id"]) == (1, 2)
    assert wrong == {"id": identity, "error": "unreadable_line", "line": 3, "reason": reason}


def test_replay_over_some_of_the_lines_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Bytes(b'{"id": 1, "text": "hello"}', b'{"txt": "hidden words"}'))
    assert main(["replay", "gentle_room", "young_people"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == 'line 2: "text" is missing or no text\n'


def test_quoted_threat_is_not_among_the_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": 1, "text": 'he told me "I will kill you"'}]
    answer = json.loads(run(monkeypatch, capsys, "screen", "--policy", "open_cafe", rows=rows))
    assert answer["findings"] == []


def test_explain_shows_what_weighs_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = json.loads(run(monkeypatch, capsys, "explain", 'he told me "I will kill you"'))
    assert verdict["findings"][0]["discounted_by"] == ["quotation", "reported_speech"]


def test_replay_says_which_verdicts_change(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "x", "text": "fuck this"}, {"id": "y", "text": "hello"}]
    out = run(monkeypatch, capsys, "replay", "gentle_room", "young_people", rows=rows)
    last = json.loads(out.splitlines()[-1])
    assert last["id"] == "x"
    assert (last["before"]["outcome"], last["after"]["outcome"]) == ("allow", "nudge")


def test_lint_names_the_line_and_the_file_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    benign = tmp_path / "benign.jsonl"
    benign.write_text('{"text": "good morning"}\nnot json\n')
    assert main(["lint", "--benign", str(benign)]) == 1
    assert capsys.readouterr().out == f"{benign}: line 2: not JSON\n"
    assert main(["lint", "--benign", str(tmp_path / "gone.jsonl")]) == 1
    assert capsys.readouterr().err == f"{tmp_path}/gone.jsonl: No such file or directory\n"


def test_lint_is_silent_about_our_packs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, capsys, "lint") == ""


def test_unknown_policy_is_said_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--policy", "nowhere.toml"]) == 1
    assert "nowhere.toml" in capsys.readouterr().err
