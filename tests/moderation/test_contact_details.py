"""Contact details and numbers of identity: what is recognised, and what ordinary talk must be left alone."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.detect.contacts import Kind, find_contacts


def kinds(text: str, earlier: tuple[str, ...] = ()) -> list[str]:
    return [match.kind.value for match in find_contacts(text, None, earlier)]


@pytest.mark.parametrize(
    "text",
    [
        "kirjoita kuusi.meri@posti.example.fi kiitos",
        "kuusi99 ät gmail piste com",
        "scrie-mi la kuusi arond yahoo punct ro",
        "mejla lumi snabel-a telia punkt se",
        "meri_1 at gmail dot com",
        "tammi (at) firma [dot] org",
        "kuusi @ gmail . com",
        "kuu\u200bsi@gmail.com",
        "ｋｕｕｓｉ＠ｇｍａｉｌ．ｃｏｍ",
    ],
)
def test_mail_address_is_found_written_spaced_or_spelled(text: str) -> None:
    assert Kind.EMAIL in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "soita 040 123 4567",
        "0401234567",
        "+358 40 1234567",
        "0722.123.456",
        "sună-mă la 0722 123 456",
        "0046 70 123 45 67",
        "Ring mig 08-123 456 78",
        "07700 900 123",
        "call me on 9472 7916 please",
        "tel: 555 0123",
        "(202) 555-0143",
        "0 4 0 1 2 3 4 5 6 7",
        "０４０１２３４５６７",
        "040\u200b123\u200b4567",
    ],
)
def test_telephone_number_is_found_in_the_ways_people_write_it(text: str) -> None:
    assert kinds(text) == ["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "nolla neljä nolla yksi kaksi kolme neljä viisi kuusi seitsemän",
        "numero on nolla viis nolla, yks kaks kol 3 neljä 55",
        "zero șapte doi doi unu doi trei patru cinci șase",
        "zero sapte douazeci si doi 123 456 789",
        "noll sjuttio tolv trettiofyra femtiosex sju",
        "oh seven double seven one two three four five six",
    ],
)
def test_telephone_number_is_found_when_spelled_in_four_languages(text: str) -> None:
    assert "spoken_phone" in kinds(text)


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        (("hei", "numeroni on 040", "123"), "4567"),
        (("0722", "123"), "456"),
        (("nolla neljä nolla", "123"), "yksi kaksi kolme neljä"),
    ],
)
def test_number_sent_in_pieces_is_found_in_its_last_piece(earlier: tuple[str, ...], text: str) -> None:
    assert kinds(text, earlier) == ["split_phone"]


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        (("how was your day 1-10?", "8", "9"), "7"),
        (("040", "1234567"), "ok thanks"),
        (("born 1.2", "10"), "2024"),
        (("\\u003cb1", "\\u003cb2"), "\\u003cb3 x=1\\u003e"),
        (("covid19 b12", "h2o2"), "mp3 ps5 0k1"),
    ],
)
def test_short_answers_after_one_another_are_no_number(earlier: tuple[str, ...], text: str) -> None:
    assert kinds(text, earlier) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hetu 131052-308T", "personal_id"),
        ("131052a308t", "personal_id"),
        ("010190A900P", "personal_id"),
        ("010190Y002R", "personal_id"),
        ("cnp 1630615123457", "personal_id"),
        ("811228-9874", "personal_id"),
        ("811288-9848 samordningsnummer", "personal_id"),
        ("198112289874", "personal_id"),
        ("853-37-1694", "personal_id"),
        ("AB 12 34 56 C", "personal_id"),
        ("FI21 1234 5600 0007 85", "bank_account"),
        ("ro49aaaa1b31007593840000", "bank_account"),
        ("4111 1111 1111 1111", "payment_card"),
    ],
)
def test_number_of_identity_is_found(text: str, kind: str) -> None:
    matches = find_contacts(text)
    assert [match.kind.value for match in matches] == [kind]
    assert matches[0].category == "identity_number"


@pytest.mark.parametrize(
    "text",
    [
        "Asun Mannerheimintie 12 A 5",
        "hämeenkatu 3 b",
        "Kuusitiellä 14",
        "pe strada Florilor nr. 5, bl. 3, sc. A, ap. 12",
        "stau pe str. Mihai Eminescu 14",
        "aleea teilor nr 3",
        "bor på Storgatan 12",
        "storgatan 12",
        "i live at 12 oak street",
        "22B Baker St",
        "my postcode is SW1A 1AA",
    ],
)
def test_street_address_is_found_in_four_languages(text: str) -> None:
    assert "address" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "lisää mut snäpissä kuusi_99",
        "my insta is moon.flower",
        "my insta is moonflower",
        "scrie-mi pe insta kuusi99",
        "lägg till mig på snap: lumi.22",
        "instagramul meu e moonflower",
        "t.me/kuusi",
        "my username is kuusi_99",
        "löydyt instasta nimellä kuusi_99",
    ],
)
def test_name_on_another_service_is_found(text: str) -> None:
    assert "handle" in kinds(text)


@pytest.mark.parametrize(
    "text", ["scrie-mi pe whatsapp", "laita mulle viestiä instassa", "hmu on kik", "dm me on telegram"]
)
def test_invitation_to_talk_elsewhere_is_found_and_is_milder(text: str) -> None:
    matches = find_contacts(text)
    assert [match.kind for match in matches] == [Kind.INVITATION]
    assert matches[0].severity == 2


@pytest.mark.parametrize(
    "text",
    [
        "take 50 100 150 200 mg",
        "olin osastolla 01.02.2024 asti",
        "2024-03-12 18:30",
        "12-13.4.2024",
        "auki 08.30-16.00",
        "klo 10.00-11.30 ja 12.00-13.30",
        "1 000 000 euroa",
        "12.500.000 lei",
        "it was 21-15 21-18 21-19",
        "0-0 1-0 1-1 2-1",
        "0.5 0.25 1.5 2.0",
        "120/80 130/85 125/79",
        "weight 72.5 71.8 70.2",
        "10 20 30 40 50 60",
        "2019-2020 and 2021",
        "order number 12345678",
        "123456 steps",
        "legea nr. 18/1990",
        "one two three four five six seven eight nine ten",
        "breathe in two three four hold two three four",
        "en två tre fyra fem sex sju åtta nio tio",
        "hello @Meri how are you",
        "look at this dot com bubble",
        "tie 4 oli tukossa",
        "my auntie 3 years ago",
        "15 martie 2020",
        "2 blocks down the street",
        "asun Helsingissä 5 vuotta",
        "vitamin B12 5MG",
        "på vägen 5 minuter",
        "I deleted my instagram last week",
        "my insta is private",
        "katsoin eilen snäppiä 2 tuntia",
        "text me when you get home",
        "acum face frig si mese pline",
    ],
)
def test_ordinary_talk_with_numbers_is_left_alone(text: str) -> None:
    assert find_contacts(text) == []


@pytest.mark.parametrize("text", ["soita 09 2525 0111", "sună la 0800 801 200", "call 116 123", "+358 9 2525 0111"])
def test_number_of_a_public_help_line_may_be_passed_on(text: str) -> None:
    assert find_contacts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "my new number is 0401237786, the old one is closed",
        "my card got declined so call 0401237786",
        "in case you need it: 0401237786",
        "asiakaspalvelu ei vastaa, soita mulle 0401237786",
        "kriisipuhelin ei vastannu, oma nro 0401237786",
        "clientul nu raspunde, suna-ma 0722 418 337",
        "Felicia 0722418337",
        "ring idag 070-441 28 93",
        "mum is at the clinic, her mobile 07911 338 472",
        "O40 551 2871",
    ],
)
def test_telephone_number_is_found_beside_words_that_other_numbers_have_too(text: str) -> None:
    assert kinds(text) == ["phone"]


@pytest.mark.parametrize(
    "text",
    [
        "order no 0744 118 229 never came",
        "tilausnumero 0440 1182 77",
        "comanda 0744 118 22",
        "ordernr 0704 4128",
        "0744 118 229 is lost again",
        "file 0736/764/2026",
        "04 11 23 34 45",
        "bp 138/84 122/78",
        "my shift starts at 0700 and ends at 1900",
        "the clinic is on 09 310 45930",
        "1-800-555-0199 is an advert",
        "isbn 978-973-50-1234-5",
    ],
)
def test_number_of_something_else_is_no_telephone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text", ["my number starts with 040 551 and ends with 2873", "mulla alkaa 044 ja loppu on 7781920"]
)
def test_number_told_in_two_halves_is_found(text: str) -> None:
    assert kinds(text) == ["split_phone"]


@pytest.mark.parametrize(
    ("text", "is_address"),
    [
        ("på Storgatan 12 bor jag", True),
        ("på Storgatan 3 cyklar stals", False),
        ("asun Hämeentiellä 44 talossa", True),
        ("Hämeentiellä 4 autoa", False),
        ("Kungsgatan 12 december", False),
        ("we must investigate 3 things", False),
        ("am coborat la statie 4", False),
        ("sat Dumbrava nr 44", True),
        ("PL 118, 00531 Helsinki", True),
        ("the house at 14 Elm Street in the film", False),
    ],
)
def test_street_with_a_number_is_an_address_where_the_number_is_that_of_a_house(text: str, is_address: bool) -> None:
    assert ("address" in kinds(text)) is is_address


def test_spans_point_into_the_text_as_it_was_typed() -> None:
    text = "hei\u200b! soita 0\u200b40 123 4567 😀 tai kuusi@posti.fi"
    said = [text[slice(*match.spans[0])] for match in find_contacts(text)]
    assert said == ["0\u200b40 123 4567", "kuusi@posti.fi"]


def test_two_addresses_with_one_character_between_are_both_found() -> None:
    assert kinds("x@a.co,y@b.co") == ["email", "email"]


def test_a_message_full_of_details_is_reported_to_its_end() -> None:
    text = "kuusi@posti.fi " * 200
    assert [match.spans for match in find_contacts(text)] == [((0, len(text)),)]


_PIECES = st.sampled_from(
    [
        "040 1234567",
        "a@b.fi",
        "1",
        " ",
        "0",
        "-",
        "+",
        "(",
        "kolme ",
        "fi21",
        "131052-308T",
        "insta ",
        "katu 1",
        "ä",
        "\u200b",
        "😀",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet=st.characters()), st.lists(_PIECES, max_size=60).map("".join)))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    spans = [span for match in find_contacts(text, "fi", (text, "040")) for span in match.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(st.text(alphabet="0123456789 +-()./@ax", max_size=200))
def test_same_text_gives_the_same_matches(text: str) -> None:
    assert find_contacts(text) == find_contacts(text)


def test_lone_surrogates_and_emoji_are_read_through() -> None:
    assert kinds("\ud800 040 1234567 \udfff" + "😀" * 3000) == ["phone"]
