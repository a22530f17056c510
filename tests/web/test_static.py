"""The client's files: only those, always right after an upgrade, small on the wire."""

import os
from pathlib import Path

import pytest

from server.web.static import Static, Texts

SCRIPT = "export const word = 'sofa';\n" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "client"
    (folder / "app").mkdir(parents=True)
    (folder / "main.js").write_text(SCRIPT)
    (folder / "app" / "small.css").write_text("p { color: red }")
    (folder / "icon.svg").write_text("<svg/>")
    for name in ("README.md", "index.html", "deno.json"):
        (folder / name).write_text("not for browsers")
    (tmp_path / "secret.js").write_text("secret")
    (folder / "link.js").symlink_to(tmp_path / "secret.js")
    return folder


@pytest.fixture
def client(client_for, folder: Path):
    return client_for(Static(folder).routes())


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("main.js", "text/javascript; charset=utf-8"),
        ("app/small.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_scripts_styles_and_pictures_are_served_as_what_they_are(client, path: str, kind: str) -> None:
    response = client.get(f"/static/{path}")
    assert (response.status_code, response.headers["content-type"]) == (200, kind)
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "index.html",
        "deno.json",
        "link.js",
        "../secret.js",
        "%2e%2e/secret.js",
        "app/..%2f..%2fsecret.js",
        "%2fetc%2fpasswd",
        "main.js/",
        "app",
        "",
        "nothing.js",
    ],
)
def test_nothing_else_is_served_and_no_path_leads_out(client, path: str) -> None:
    response = client.get(f"/static/{path}")
    assert response.status_code == 404
    assert "secret" not in response.text


def test_a_browser_that_has_the_file_is_told_so(client) -> None:
    first = client.get("/static/main.js")
    again = client.get("/static/main.js", headers={"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_a_changed_file_is_sent_anew(client, folder: Path) -> None:
    before = client.get("/static/main.js")
    (folder / "main.js").write_text("export const word = 'chair';")
    os.utime(folder / "main.js", ns=(1, 1))
    after = client.get("/static/main.js", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.text) == (200, "export const word = 'chair';")


def test_a_file_that_is_gone_is_not_found(client, folder: Path) -> None:
    (folder / "main.js").unlink()
    assert client.get("/static/main.js").status_code == 404


def test_what_is_worth_it_travels_compressed_to_those_who_take_it(client) -> None:
    packed = client.get("/static/main.js", headers={"accept-encoding": "br;q=1, GZIP"})
    plain = client.get("/static/main.js", headers={"accept-encoding": "gzip;q=0"})
    small = client.get("/static/app/small.css", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(SCRIPT) / 10
    assert packed.text == plain.text == SCRIPT
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in small.headers
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == "accept-encoding"


def test_a_question_about_a_file_gets_its_headers_alone(client) -> None:
    response = client.head("/static/main.js")
    assert (response.status_code, response.content) == (200, b"")


def test_texts_are_served_by_language(client_for) -> None:
    client = client_for(Texts(("en", "fi"), lambda language: {"help.now": f"{language} ä"}).routes())
    response = client.get("/api/texts/fi.json")
    assert response.json() == {"help.now": "fi ä"}
    assert client.get("/api/texts/fi.json", headers={"if-none-match": response.headers["etag"]}).status_code == 304
    assert client.get("/api/texts/tlh.json").status_code == 404


def test_texts_that_a_door_does_not_need_come_later(client_for) -> None:
    both = {"help.now": "help", "desk.title": "desk"}
    client = client_for(Texts(("en",), lambda _: both, lambda key: key.startswith("desk.")).routes())
    assert client.get("/api/texts/en.json").json() == {"help.now": "help"}
    assert client.get("/api/texts/en/later.json").json() == {"desk.title": "desk"}
