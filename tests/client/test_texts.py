"""The catalogues against each other, against the closed list of refusals, and against the client that reads them."""

import re
from pathlib import Path

import pytest

from server.errors import ErrorCode
from server.i18n import LANGUAGES, texts

CLIENT = Path(__file__).parents[2] / "client_web"
SERVER = CLIENT.parent / "server"
PLURALS = {"en": {"one", "other"}, "fi": {"one", "other"}, "ro": {"one", "few", "other"}}
RARE = ".few"
KEY = re.compile(r"""["'`]([a-z_]+\.[a-z_.]+)["'`]""")
PLACEHOLDER = re.compile(r"<!--text:([a-z0-9_.]+)-->")
FILLED = re.compile(r"\{(\w+)\}")
BUILT = re.compile(r"""(?:`([a-z_.]+\.)\$|f"([a-z_.]+\.))\{""")


def client_keys() -> set[str]:
    scripts = "\n".join(path.read_text("utf-8") for path in CLIENT.rglob("*.js"))
    families = {key.partition(".")[0] for key in texts("en")}
    found = {key for key in KEY.findall(scripts) if key.partition(".")[0] in families}
    return {key for key in found if re.search(rf"\bt\([^)]*[\"'`]{re.escape(key)}[\"'`]", scripts)}


def knows(key: str, language: str) -> bool:
    found = texts(language)
    return key in found or all(f"{key}.{form}" in found for form in PLURALS[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    assert [key for key, text in texts(language).items() if "⟦" in text or not text.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence(language: str) -> None:
    assert [code for code in ErrorCode if f"error.{code}" not in texts(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_client_asks_for_is_there(language: str) -> None:
    assert {key for key in client_keys() if not knows(key, language)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_the_page_itself_needs_is_there(language: str) -> None:
    wanted = PLACEHOLDER.findall((CLIENT / "index.html").read_text("utf-8"))
    assert wanted
    assert [key for key in wanted if key not in texts(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_fills_in_the_same_words_in_every_language(language: str) -> None:
    theirs, english = texts(language), texts("en")
    differing = {
        key
        for key, text in theirs.items()
        if set(FILLED.findall(text)) != set(FILLED.findall(english[key.replace(RARE, ".other")]))
        and not key.endswith(".one")  # "once" needs no number
    }
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_all_forms_of_its_language(language: str) -> None:
    counted = {key.rpartition(".")[0] for key in texts(language) if key.endswith(".other") and key != "finding.other"}
    assert [
        (stem, form) for stem in counted for form in PLURALS[language] if f"{stem}.{form}" not in texts(language)
    ] == []


def test_sentences_do_not_shout() -> None:
    loud = re.compile(r"!|\boops\b|\binvalid\b|\billegal\b", re.IGNORECASE)
    assert [key for language in LANGUAGES for key, text in texts(language).items() if loud.search(text)] == []


def test_an_unknown_language_is_an_error_and_not_english() -> None:
    with pytest.raises(KeyError):
        texts("tlh")


def test_a_gap_shows_in_brackets_and_still_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    import server.i18n as i18n

    catalogues = {"en": {"door.enter": "Come in"}, "fi": {}, "ro": {}}
    monkeypatch.setattr(i18n, "_catalogue", catalogues.__getitem__)
    assert texts("fi") == {"door.enter": "⟦Come in⟧"}


def test_no_text_lies_about_unused() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in CLIENT.rglob("*.js"))
    scripts += "\n".join(path.read_text("utf-8") for path in SERVER.rglob("*.py"))
    page = (CLIENT / "index.html").read_text("utf-8")
    families = tuple({one or other for one, other in BUILT.findall(scripts)})
    served = ("help.back", "help.made_up", "help.none_yet")
    stems = {re.sub(r"\.(one|few|other)$", "", key) if key != "finding.other" else key for key in texts("en")}
    unused = {
        key
        for key in stems
        if not key.startswith(families)
        and f'"{key}"' not in scripts
        and not (key.endswith("_of") and f'"{key.removesuffix("_of")}"' in scripts)  # a button's longer name
        and f":{key}-" not in page
    }
    assert unused - set(served) == set()
