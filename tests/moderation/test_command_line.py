"""python -m moderation: stable lines in, stable lines out."""

import io
import json
from typing import Any

import pytest

from moderation.__main__ import main


class Input:
    """Standard input made of JSON lines."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.buffer = io.BytesIO("\n".join(json.dumps(row) for row in rows).encode())


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


def test_lint_is_silent_about_our_packs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, capsys, "lint") == ""


def test_unknown_policy_is_said_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", "--policy", "nowhere.toml"]) == 1
    assert "nowhere.toml" in capsys.readouterr().err
