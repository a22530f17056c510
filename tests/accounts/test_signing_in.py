"""Signing in and out over HTTP: cookies, limits, and what a stranger's guessing cannot do."""

from http.cookies import SimpleCookie

import httpx2
import pytest

from server.accounts.logins import SEEN_EVERY, list_logins
from tests.accounts.conftest import PASSWORD, House, Site, open_site

WRONG = "eight quiet lamps by the lake"
NEXT = "nine loud lamps under the bridge"


async def sign_in(browser: httpx2.AsyncClient, pseudonym: str = "Liinu", password: str = PASSWORD) -> httpx2.Response:
    return await browser.post("/api/logins", json={"pseudonym": pseudonym, "password": password})


def code_of(response: httpx2.Response) -> str:
    return response.json()["error"]["code"]


def cookies_in(response: httpx2.Response) -> dict[str, dict[str, str]]:
    jar: SimpleCookie = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        jar.load(header)
    return {name: {"value": one.value, **{key: str(one[key]) for key in one if one[key]}} for name, one in jar.items()}


async def test_signing_in_and_out_on_each_engine(any_site: Site) -> None:
    await any_site.house.person("Liinu")
    browser = any_site.browser()
    entered = await sign_in(browser, "  LIINU ")
    assert entered.status_code == 201
    assert entered.json() == {"account": {"pseudonym": "Liinu", "roles": [], "language": "fi"}}
    me = (await browser.get("/api/me")).json()
    assert me == {
        "pseudonym": "Liinu",
        "roles": [],
        "language": "fi",
        "codes_left": 8,
        "is_made_up": True,
        "has_desk": False,
    }
    left = await browser.delete("/api/logins/current")
    assert (left.status_code, dict(browser.cookies)) == (204, {})
    assert code_of(await browser.get("/api/me")) == "not_signed_in"


async def test_cookies_on_this_machine_are_strict_and_unreadable_by_pages(site: Site) -> None:
    await site.house.person("Liinu")
    cookies = cookies_in(await sign_in(site.browser()))
    assert cookies.keys() == {"sohva", "sohva-device"}
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == ("True", "strict", "/")
        assert "domain" not in cookie
    assert "max-age" not in cookies["sohva"]


async def test_cookies_over_https_are_bound_to_the_host(small_house: House) -> None:
    await small_house.person("Liinu")
    async with open_site(small_house, "https://sohva.example") as site:
        cookies = cookies_in(await sign_in(site.browser(scheme="https")))
    assert cookies.keys() == {"__Host-sohva", "__Host-sohva-device"}
    assert {cookie["secure"] for cookie in cookies.values()} == {"True"}


async def test_wrong_password_and_unknown_name_are_answered_alike(site: Site) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    wrong, unknown = await sign_in(browser, password=WRONG), await sign_in(browser, "Nobody here")
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert code_of(wrong) == "sign_in_failed"
    assert not browser.cookies


@pytest.mark.parametrize("pseudonym", ["Liinu", "Nobody here"])
async def test_sixth_guess_waits_whether_the_account_exists_or_not(site: Site, pseudonym: str) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    assert [code_of(await sign_in(browser, pseudonym, WRONG)) for _ in range(5)] == ["sign_in_failed"] * 5
    sixth = await sign_in(browser, pseudonym)
    assert (sixth.status_code, code_of(sixth)) == (429, "too_many_attempts")
    assert sixth.json()["error"]["retry_after"] == 900
    assert sixth.headers["retry-after"] == "900"


async def test_wrong_guesses_by_a_stranger_leave_the_owner_s_browser_alone(site: Site) -> None:
    await site.house.person("Liinu")
    own, stranger = site.browser(), site.browser("203.0.113.9")
    await sign_in(own)
    own.cookies.delete("sohva")  # the browser was closed
    for _ in range(5):
        await sign_in(stranger, password=WRONG)
    assert code_of(await sign_in(stranger)) == "too_many_attempts"
    assert (await sign_in(own)).status_code == 201


async def test_device_of_another_account_opens_no_bucket_of_its_own(site: Site) -> None:
    await site.house.person("Liinu")
    await site.house.person("Guesser")
    guesser = site.browser()
    await sign_in(guesser, "Guesser")
    for _ in range(5):
        await sign_in(guesser, password=WRONG)
    assert code_of(await sign_in(guesser)) == "too_many_attempts"


@pytest.mark.parametrize("forged", ["", "00", "zz", "ab" * 60, "x" * 5000])
async def test_forged_device_is_a_stranger(site: Site, forged: str) -> None:
    await site.house.person("Liinu")
    for _ in range(5):
        await sign_in(site.browser(), password=WRONG)
    browser = site.browser()
    browser.cookies.set("sohva-device", forged)
    assert code_of(await sign_in(browser)) == "too_many_attempts"


async def test_own_browser_may_guess_five_times_as_well(site: Site) -> None:
    await site.house.person("Liinu")
    own = site.browser()
    await sign_in(own)
    assert [code_of(await sign_in(own, password=WRONG)) for _ in range(5)] == ["sign_in_failed"] * 5
    assert code_of(await sign_in(own)) == "too_many_attempts"


async def test_twenty_wrong_guesses_close_a_neighbourhood_for_five_minutes(site: Site) -> None:
    await site.house.person("Liinu")
    for number in range(20):
        await sign_in(site.browser(f"198.51.100.{number}"), f"Nobody {number}", WRONG)
    neighbour = await sign_in(site.browser("198.51.100.99"))
    assert (code_of(neighbour), neighbour.json()["error"]["retry_after"]) == ("too_many_attempts", 300)
    assert (await sign_in(site.browser("198.51.101.1"))).status_code == 201
    site.house.seconds += 300
    assert (await sign_in(site.browser("198.51.100.99"))).status_code == 201


async def test_right_sign_ins_from_one_day_centre_are_never_too_many(site: Site) -> None:
    await site.house.person("Liinu")
    assert {(await sign_in(site.browser())).status_code for _ in range(25)} == {201}


async def test_right_code_passes_whatever_others_have_tried(site: Site) -> None:
    liinu = await site.house.person("Liinu")
    browser = site.browser()
    for _ in range(5):
        await sign_in(browser, password=WRONG)
    wrong = {"pseudonym": "Liinu", "code": "0000-0000-0000-0000", "new_password": NEXT}
    answers = [code_of(await browser.post("/api/recoveries", json=wrong)) for _ in range(21)]
    assert answers == ["sign_in_failed"] * 20 + ["too_many_attempts"]
    right = await browser.post("/api/recoveries", json={**wrong, "code": liinu.codes[0].replace("-", " ").upper()})
    assert right.status_code == 201
    assert (await browser.get("/api/me")).json()["codes_left"] == 7
    assert (await sign_in(browser, password=NEXT)).status_code == 201


async def test_code_belongs_to_its_account(site: Site) -> None:
    liinu = await site.house.person("Liinu")
    await site.house.person("Saga")
    body = {"pseudonym": "Saga", "code": liinu.codes[0], "new_password": NEXT}
    assert code_of(await site.browser().post("/api/recoveries", json=body)) == "sign_in_failed"


async def test_signing_in_again_ends_what_the_browser_held(site: Site) -> None:
    liinu = await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    await sign_in(browser)
    assert len((await site.house.read(list_logins, liinu.actor)).logins) == 2  # the sign-up's, and the newest


async def test_one_device_signs_another_out(site: Site) -> None:
    await site.house.person("Liinu")
    phone, laptop = site.browser(), site.browser()
    await sign_in(phone)
    await sign_in(laptop)
    listed = (await laptop.get("/api/logins")).json()["logins"]
    assert {login["device"] for login in listed} == {"Firefox, Android"}
    for login in listed:
        if not login["is_current"]:
            assert (await laptop.delete(f"/api/logins/{login['id']}")).status_code == 204
    assert (await phone.get("/api/me")).status_code == 401
    assert (await laptop.get("/api/me")).status_code == 200


async def test_new_password_needs_the_old_one_and_signs_others_out(site: Site) -> None:
    await site.house.person("Liinu")
    phone, laptop = site.browser(), site.browser()
    await sign_in(phone)
    await sign_in(laptop)
    refused = await laptop.post("/api/password", json={"current_password": WRONG, "new_password": NEXT})
    assert code_of(refused) == "sign_in_failed"
    changed = await laptop.post("/api/password", json={"current_password": PASSWORD, "new_password": NEXT})
    assert changed.status_code == 204
    assert (await phone.get("/api/me")).status_code == 401
    assert (await laptop.get("/api/me")).status_code == 200
    assert code_of(await sign_in(phone)) == "sign_in_failed"
    assert (await sign_in(phone, password=NEXT)).status_code == 201


async def test_password_cannot_be_guessed_from_a_stolen_login(site: Site) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    guesses = [await browser.post("/api/recovery-codes", json={"password": WRONG}) for _ in range(6)]
    assert [code_of(guess) for guess in guesses] == ["sign_in_failed"] * 5 + ["too_many_attempts"]


async def test_new_codes_are_shown_once_for_the_password(site: Site) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    answer = await browser.post("/api/recovery-codes", json={"password": PASSWORD})
    assert len(answer.json()["codes"]) == 8


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("fourteen chars", "password_too_short"),
        ("x y" * 50, "password_too_long"),
        ("123456789012345", "password_too_easy"),
    ],
)
async def test_weak_password_is_refused_with_its_reason(site: Site, password: str, code: str) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    answer = await browser.post("/api/password", json={"current_password": PASSWORD, "new_password": password})
    assert (answer.status_code, code_of(answer)) == (422, code)


async def test_accents_of_a_password_may_be_typed_either_way(site: Site) -> None:
    await site.house.person("Liinu", "hyvää yötä lähiöön")
    assert (await sign_in(site.browser(), password="hyvää yötä lähiöön")).status_code == 201


async def test_language_is_changed(site: Site) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    assert (await browser.patch("/api/me", json={"language": "ro"})).json()["language"] == "ro"
    assert code_of(await browser.patch("/api/me", json={"language": "<b>"})) == "bad_request"


async def test_login_in_use_is_noted_at_most_every_ten_minutes(site: Site) -> None:
    liinu = await site.house.person("Liinu")
    browser = site.browser()
    browser.cookies.set("sohva", liinu.login.token)
    seen = []
    for wait in (SEEN_EVERY / 2, SEEN_EVERY, SEEN_EVERY / 2):
        site.house.clock.move(wait)
        await browser.get("/api/me")
        await site.house.write(lambda tx, actor, command: None)  # behind the note in the lane
        seen.append((await site.house.read(list_logins, liinu.actor)).logins[0].last_seen_at)
    assert seen[0] < seen[1] == seen[2]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/me"),
        ("PATCH", "/api/me"),
        ("GET", "/api/logins"),
        ("DELETE", "/api/logins/x"),
        ("POST", "/api/password"),
        ("POST", "/api/recovery-codes"),
    ],
)
async def test_nobody_is_told_anything_without_a_login(site: Site, method: str, path: str) -> None:
    for cookie in ("", "nonsense", "x" * 10_000, "ä"):
        browser = site.browser()
        answer = await browser.request(method, path, headers={"cookie": f"sohva={cookie}".encode()})
        assert (answer.status_code, code_of(answer)) == (401, "not_signed_in")


async def test_foreign_page_signs_nobody_in_or_out(site: Site) -> None:
    await site.house.person("Liinu")
    browser = site.browser()
    await sign_in(browser)
    foreign = {"origin": "https://elsewhere.example"}
    assert code_of(await browser.delete("/api/logins/current", headers=foreign)) == "foreign_origin"
    body = {"pseudonym": "Liinu", "password": PASSWORD}
    assert code_of(await browser.post("/api/logins", json=body, headers=foreign)) == "foreign_origin"
    assert (await browser.get("/api/me")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"pseudonym": "Liinu"}',
        b'{"pseudonym": 7, "password": "x"}',
        b'{"pseudonym": "Liinu", "password": "x", "more": 1}',
        b'{"pseudonym": "\\u0000", "password": "x"}',
        b'{"pseudonym": "\\ud800", "password": "x"}',
        b'{"pseudonym": "\xff", "password": "x"}',
        b'{"pseudonym": "' + b"a" * 600 + b'", "password": "x"}',
        b'{"pseudonym": "' + b"a" * 70_000 + b'", "password": "x"}',
        b'{"pseudonym": "\\u202e", "password": "x"}',
        b'{"pseudonym": "\\u0378", "password": ""}',
    ],
)
async def test_bad_input_is_refused_and_not_repeated(site: Site, body: bytes) -> None:
    for path in ("/api/logins", "/api/recoveries"):
        answer = await site.browser().post(path, content=body, headers={"content-type": "application/json"})
        assert 400 <= answer.status_code < 500
        assert code_of(answer) in {
            "bad_request",
            "text_unusable",
            "too_large",
            "sign_in_failed",
            "password_too_short",
        }
        assert "Liinu" not in answer.text
