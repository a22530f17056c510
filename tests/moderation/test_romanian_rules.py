"""Romanian rules: what they find with and without marks over letters, and whom they leave in peace."""

import unicodedata

import pytest

from moderation import Draft, preset, screen
from moderation.verdict import Outcome

POLICY = preset("gentle_room")


def categories(text: str) -> set[str]:
    findings = screen(Draft(text, "ro"), POLICY).findings
    return {finding.category.value for finding in findings if finding.counts}


def unmarked(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


FOUND = [
    ("ești un nesimțit și un prost", "harassment"),
    ("niște jigodii și niște lichele", "harassment"),
    ("hai, marș de aici, boule", "harassment"),
    ("duceți-vă dracului cu toții", "harassment"),
    ("îți rup gura dacă mai vii", "threat"),
    ("știm noi unde locuiești, ai grijă", "threat"),
    ("toți ungurii sunt niște hoți", "hate"),
    ("țiganii împuțiți, afară din țară", "hate"),
    ("arată-mi sânii, hai", "sexual"),
    ("nu le spune părinților tăi că vorbim", "grooming"),
    ("vând lyrica, livrare prin curier", "drug_sourcing"),
    ("dublează-ți doza, nu ai nevoie de psihiatru", "medical_dosage"),
    ("am slăbit 7 kile în două săptămâni", "weight_and_food_numbers"),
    ("câștigi 300 de euro pe zi de acasă, intră pe link", "spam"),
    ("depresia e de la demoni, pocăiește-te", "proselytising"),
    ("ce căcat de zi", "profanity"),
]

LEFT = [
    "mă simt ca un gunoi azi",
    "sunt o proastă că am crezut iar",
    "fostul îmi zicea că sunt o curvă",
    "nenorocita de boală mi-a luat tot",
    "am dus gunoiul și am mers la marș",
    "m-a durut când mi-a zis că sunt nebună",
    "am dormit prost, capul e greu",
    "nu ești un ratat, ai trecut prin multe",
    "colegul meu rom e cel mai bun om de la noi",
    "fac duș și îmi iau pastila de seară",
    "doctorul mi-a crescut doza la 100 mg",
    "farmacia nu mai avea xanax",
    "pisica are 5 kg și mănâncă cornulețe cu rahat",
    "merg duminica la biserică și mă liniștește",
    "e secretul bunicii: puțin lămâie în supă",
    "acum e frig afară, dar vremea se face bună",
]


@pytest.mark.parametrize(("text", "category"), FOUND)
def test_harm_is_found_with_and_without_marks(text: str, category: str) -> None:
    assert category in categories(text)
    assert category in categories(unmarked(text))


@pytest.mark.parametrize("text", LEFT)
def test_talk_of_oneself_illness_and_ordinary_life_is_left_alone(text: str) -> None:
    assert categories(text) <= {"profanity", "disclosure"}
    assert screen(Draft(text, "ro"), POLICY).outcome < Outcome.HOLD


@pytest.mark.parametrize("text", ["mă doare-n cur de tot ce zic", "ce dracu mai vrea boala asta", "futu-i de viață"])
def test_swearing_at_life_is_delivered(text: str) -> None:
    assert screen(Draft(text, "ro"), POLICY).outcome is Outcome.ALLOW


@pytest.mark.parametrize("text", ["ești un idi0t", "е\u0455ti un idiot", "ești un i d i o t", "ești un i\u200bdiot"])
def test_disguised_insult_is_still_an_insult(text: str) -> None:
    assert "harassment" in categories(text)
