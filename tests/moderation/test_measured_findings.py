"""Links, repetition, flood and shouting, and how findings weigh together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import Draft, Verdict, preset, screen
from moderation.deciding import Terms, decide
from moderation.draft import Said
from moderation.verdict import Category, Finding, Outcome, Risk, SentenceCode


def found(draft: Draft) -> set[str]:
    return {finding.rule for finding in screen(draft, preset("gentle_room")).findings}


@pytest.mark.parametrize("text", ["see http://x.example.com/a?b", "www.foo.fi now", "it is on foo-bar.org/help"])
def test_link_is_found(text: str) -> None:
    assert "link.unknown" in found(Draft(text))


@pytest.mark.parametrize(
    "text", ["wait...what", "at 9.30", "e.g. this", "ok.then", "a.b.c", "see https://mieli.fi/apua"]
)
def test_full_stops_and_allowed_domains_are_no_links(text: str) -> None:
    assert "link.unknown" not in found(Draft(text, allowed_domains=("mieli.fi",)))


def test_allowed_domain_does_not_allow_its_look_alikes() -> None:
    for link in ("https://notmieli.fi", "https://mieli.fi.example.com", "https://mieli.fi@example.com"):
        assert "link.unknown" in found(Draft(link, allowed_domains=("mieli.fi",)))


def test_same_message_again_and_again_is_repetition() -> None:
    text = "please look at my great shop"
    assert "repetition.messages" not in found(Draft(text, earlier=(text,)))
    assert "repetition.messages" in found(Draft(text, earlier=(text, "Please look at my great shop!!")))


def test_one_word_thirty_times_is_flood() -> None:
    assert "repetition.words" in found(Draft("lol " * 30))
    assert "repetition.words" in found(Draft("🍕" * 50))
    assert "repetition.words" not in found(Draft("no no no no"))


def test_too_many_messages_are_told_to_slow_down() -> None:
    verdict = screen(Draft("and another", posted_last_minute=12), preset("gentle_room"))
    assert verdict.outcome is Outcome.NUDGE
    assert SentenceCode.SLOW_DOWN in {sentence.code for sentence in verdict.sentences}


def test_long_shout_is_nudged_and_short_one_is_not() -> None:
    assert "flood.shouting" in found(Draft("WHY DOES NOBODY ANSWER WHEN I WRITE HERE " * 2))
    assert "flood.shouting" not in found(Draft("OMG YES"))


def test_nobody_in_distress_is_told_to_shout_less() -> None:
    verdict = screen(Draft("I WANT TO DIE I CANNOT DO THIS ANY MORE " * 2, "en"), preset("gentle_room"))
    assert verdict.risk >= Risk.PASSIVE
    assert verdict.outcome is Outcome.ALLOW


def terms() -> Terms:
    return preset("gentle_room").terms


def finding(rule: str, severity: int, span: tuple[int, int], category: Category = Category.HARASSMENT) -> Finding:
    return Finding(rule, category, severity, (span,))


def outcome(*findings: Finding) -> Outcome:
    verdict: Verdict = decide(findings, terms())
    return verdict.outcome


def test_one_finding_below_four_veils_and_two_independent_ones_hold() -> None:
    one, other = finding("a", 3, (0, 5)), finding("b", 3, (9, 12))
    assert outcome(one) is Outcome.VEIL
    assert outcome(one, finding("b", 3, (2, 7))) is Outcome.VEIL
    assert outcome(one, finding("a", 3, (9, 12))) is Outcome.VEIL
    assert outcome(one, other) is Outcome.HOLD
    assert outcome(finding("c", 2, (0, 5))) is Outcome.NUDGE
    assert outcome(finding("c", 4, (0, 5))) is Outcome.HOLD


def test_shadow_and_discounted_findings_weigh_nothing() -> None:
    shadow = Finding("s", Category.THREAT, 5, ((0, 3),), is_shadow=True)
    quoted = Finding("q", Category.THREAT, 5, ((0, 3),), discounted_by=("quotation",))
    assert decide((shadow, quoted), terms()).outcome is Outcome.ALLOW


def test_held_message_learns_what_would_change_it() -> None:
    verdict = screen(Draft("thanks all. fuck you", "en"), preset("gentle_room"))
    assert verdict.would_change is not None
    assert verdict.would_change.outcome is Outcome.ALLOW
    assert verdict.would_change.without == ((12, 20),)


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=6))
def test_what_was_said_before_reads_the_same_whether_or_not_it_is_remembered(text: str, earlier: list[str]) -> None:
    read_anew = screen(Draft(text, earlier=tuple(earlier)), preset("gentle_room"))
    remembered = screen(Draft(text, earlier=tuple(Said(each) for each in earlier)), preset("gentle_room"))
    assert remembered == read_anew


@given(st.text(max_size=80))
def test_what_is_screened_before_it_is_said_again_is_seen_alike(text: str) -> None:
    screened, fresh = Said(text), Said(text)
    assert screen(Draft(screened), preset("gentle_room")) == screen(Draft(text), preset("gentle_room"))
    assert vars(screened) == {"kinds": fresh.kinds}
