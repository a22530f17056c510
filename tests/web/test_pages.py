"""Pages: help stands there before any script, whatever the organisation is called and whatever is out of order."""

import asyncio
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from server.errors import ErrorCode, Refusal
from server.organisation.wire import HelpLine, OrganisationCard
from server.web import pages as pages_module
from server.web.pages import PATHS, Pages

INDEX = """<!doctype html><html lang="en"><title>Sohva</title>
<main data-again="<!--text:page.try_again-->"><a href="/"><!--organisation--></a><ul><!--help--></ul></main>"""
EVIL = "\"'><img src=x onerror=alert(1)><script>alert(2)</script><!--help--><!--text:help.now-->&amp;"


def texts(language: str) -> dict[str, str]:
    keys = "now title intro not_emergency back none_yet made_up".split()
    return {f"help.{key}": f"{language}-{key}" for key in keys} | {"page.try_again": f"{language}-again"}


def line(**changes: Any) -> HelpLine:
    fields = {"area": "Toivola", "name": "Made-up line", "number": "010 000 0000", "hours": "always"}
    return HelpLine.model_construct(**(fields | {"is_made_up": False} | changes))


def card(**changes: Any) -> OrganisationCard:
    fields = {"name": "Toivo ry", "languages": ["fi"], "default_language": "fi", "is_set_up": True}
    return OrganisationCard.model_construct(**(fields | {"help": {"fi": [line()]}} | changes))


class House:
    """An organisation that can be changed, fail, or take for ever."""

    def __init__(self, folder: Path) -> None:
        (folder / "index.html").write_text(INDEX)
        self.card = card()
        self.problem: Exception | None = None
        self.is_stuck = False
        self.signed_in_as: str | None = None
        self.pages = Pages(self.read, texts, ("en", "fi", "ro"), self.language, folder)

    async def read(self) -> OrganisationCard:
        if self.is_stuck:
            await asyncio.Event().wait()
        if self.problem is not None:
            raise self.problem
        return self.card

    async def language(self, request: Request) -> str | None:
        if self.problem is not None:
            raise self.problem
        return self.signed_in_as


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(content: str) -> Tags:
    tags = Tags()
    tags.feed(content)
    return tags


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def client(client_for, house: House):
    return client_for(house.pages.routes(), exception_handlers={404: house.pages.not_found})


@pytest.mark.parametrize("path", [*(path.replace("{room}", "abc") for path in PATHS), "/help"])
def test_every_page_has_the_help_numbers_in_it(client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert '<a class="help-number" href="tel:0100000000">010 000 0000</a>' in response.text
    assert "Made-up line" in response.text


def test_the_help_page_needs_no_script(client) -> None:
    assert {"script", "form", "iframe"}.isdisjoint(tag for tag, _ in parsed(client.get("/help").text).found)


def test_the_name_stands_on_the_page_and_sohva_before_there_is_one(client, house: House) -> None:
    assert "Toivo ry" in client.get("/").text
    house.card = card(name="")
    assert ">Sohva</a>" in client.get("/").text


def test_nothing_an_organiser_types_becomes_markup(client, house: House) -> None:
    house.card = card(name=EVIL, help={"fi": [line(area=EVIL, name=EVIL, number=EVIL, hours=EVIL)]})
    for path in ("/", "/help"):
        page = parsed(client.get(path, headers={"accept-language": "fi"}).text)
        assert {"img", "script"}.isdisjoint(tag for tag, _ in page.found)
        assert not any(name.startswith("on") for _, attributes in page.found for name in attributes)
        assert EVIL in page.text
    assert "fi-now" not in client.get("/", headers={"accept-language": "fi"}).text


def test_only_what_can_be_dialled_becomes_a_link(client, house: House) -> None:
    house.card = card(help={"fi": [line(number="javascript:alert(1)")]})
    page = client.get("/").text
    assert '<span class="help-number">javascript:alert(1)</span>' in page
    assert "tel:" not in page


def test_made_up_numbers_say_so(client, house: House) -> None:
    house.card = card(help={"fi": [line(is_made_up=True)]})
    assert '<span class="help-made-up">fi-made_up</span></li>' in client.get("/?lang=fi").text


def test_without_any_number_the_page_says_that(client, house: House) -> None:
    house.card = card(help={})
    assert '<li class="help-none">fi-none_yet</li>' in client.get("/").text


def test_a_number_in_another_language_is_better_than_none(client) -> None:
    page = client.get("/help?lang=ro").text
    assert "ro-now" in page
    assert "010 000 0000" in page


def test_the_page_speaks_the_readers_language(client, house: House) -> None:
    assert '<html lang="fi">' in client.get("/").text
    assert '<html lang="ro">' in client.get("/", headers={"accept-language": "ro-RO,en;q=0.5"}).text
    house.signed_in_as = "en"
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "ro"}).text
    assert '<html lang="ro">' in client.get("/?lang=ro").text
    assert '<html lang="en">' in client.get("/?lang=%22%3E%3Cscript%3E").text


def test_texts_go_into_attributes_as_well(client) -> None:
    assert 'data-again="fi-again"' in client.get("/").text


def test_help_is_there_while_the_database_is_not(client, house: House) -> None:
    assert "010 000 0000" in client.get("/help").text
    house.problem = Refusal(ErrorCode.STORAGE_UNAVAILABLE)
    for path in ("/", "/help"):
        response = client.get(path)
        assert response.status_code == 200
        assert "010 000 0000" in response.text


def test_help_is_there_while_the_database_does_not_answer(client, house: House, monkeypatch) -> None:
    client.get("/help")
    monkeypatch.setattr(pages_module, "_PATIENCE", 0.05)
    house.is_stuck = True
    assert "010 000 0000" in client.get("/help").text


def test_an_unknown_address_gives_people_the_page_and_programs_a_code(client) -> None:
    person = client.get("/no-such-page", headers={"accept": "text/html"})
    program = client.get("/no-such-page", headers={"accept": "application/json"})
    assert (person.status_code, program.status_code) == (404, 404)
    assert "010 000 0000" in person.text
    assert program.json()["error"]["code"] == "not_found"
    assert client.get("/api/nothing", headers={"accept": "text/html"}).json()["error"]["code"] == "not_found"
