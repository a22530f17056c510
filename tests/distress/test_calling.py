"""Calls to the outside, at real addresses: what is sent, and what becomes of it however the other side behaves."""

import asyncio
import hmac
import socket
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from server.distress import calling as module
from server.distress.addresses import AddressRefused, Fault
from server.distress.calling import Alarm, Called, Calling
from server.distress.tables import CallResult, ContactKind
from server.settings import read_settings
from tests.distress.certificates import certificate_for
from tests.distress.listener import Listener, listening, status
from tests.distress.mailbox import mailbox

ALARM = Alarm("distress_waiting", "d" * 26, "c" * 26, 61, 1_800_000_000)
SECRET = "a secret between the two"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1.5)
    monkeypatch.setattr(module, "_PAUSE", 0.01)


def calling(folder: Path, **given: Any) -> Calling:
    context = given.pop("context", None)
    return Calling(read_settings(**{"data": folder, "webhook_allow_private_networks": True} | given), context)


def at(listener: Listener) -> Called:
    return Called(ContactKind.WEBHOOK, listener.url, SECRET)


async def test_alert_says_that_somebody_waits_and_nothing_else(tmp_path: Path) -> None:
    async with listening() as listener:
        assert await calling(tmp_path).call(at(listener), ALARM) is CallResult.REACHED
    [heard] = listener.heard
    assert heard.line == "POST /on-call?who=first HTTP/1.1"
    assert heard.told == {
        "event": "distress_waiting",
        "case": "c" * 26,
        "waiting_seconds": 61,
        "url": "http://localhost:8000/desk",
    }
    assert heard.headers["sohva-delivery"] == "d" * 26
    assert heard.headers["host"] == f"localhost:{listener.port}"


async def test_whoever_knows_the_secret_can_tell_that_it_is_ours_and_new(tmp_path: Path) -> None:
    async with listening() as listener:
        await calling(tmp_path).call(at(listener), ALARM)
    [heard] = listener.heard
    expected = hmac.new(SECRET.encode(), b"1800000000." + heard.body, sha256).hexdigest()
    assert heard.headers["sohva-signature"] == f"t=1800000000,v1={expected}"


@pytest.mark.parametrize(
    ("answer", "result", "tries"),
    [
        (status(500), CallResult.ANSWERED_NO, 2),
        (status(404), CallResult.ANSWERED_NO, 2),
        (status(302, "Location: http://localhost/elsewhere"), CallResult.REDIRECTED, 1),
        (status(308, "Location: http://169.254.169.254/"), CallResult.REDIRECTED, 1),
        (b"SSH-2.0-something\r\n", CallResult.NO_ANSWER, 2),
        (b"HTTP/1.1 2", CallResult.NO_ANSWER, 2),
        (b"x" * 100_000, CallResult.NO_ANSWER, 2),
        (b"", CallResult.NO_ANSWER, 2),
        (None, CallResult.TOO_SLOW, 2),
    ],
)
async def test_whatever_is_not_a_yes_is_a_result_of_its_own(
    tmp_path: Path, answer: bytes | None, result: CallResult, tries: int
) -> None:
    async with listening(answer) as listener:
        assert await calling(tmp_path).call(at(listener), ALARM) is result
    assert len(listener.heard) == tries


async def test_second_try_reaches_whoever_stumbled_and_is_the_same_delivery(tmp_path: Path) -> None:
    async with listening(status(503), status(200)) as listener:
        assert await calling(tmp_path).call(at(listener), ALARM) is CallResult.REACHED
    assert len({heard.headers["sohva-delivery"] for heard in listener.heard}) == 1


async def test_nobody_listening_is_a_result_too(tmp_path: Path) -> None:
    async with listening() as listener:
        pass
    assert await calling(tmp_path).call(at(listener), ALARM) is CallResult.NO_ANSWER


async def test_nothing_inside_is_called_unless_the_operator_allows_it(tmp_path: Path) -> None:
    guarded = calling(tmp_path, webhook_allow_private_networks=False)
    async with listening() as listener:
        for url in (listener.url, listener.url.replace("http", "https", 1)):
            called = Called(ContactKind.WEBHOOK, url, SECRET)
            assert await guarded.call(called, ALARM) is CallResult.ADDRESS_REFUSED
            with pytest.raises(AddressRefused):
                await guarded.check(ContactKind.WEBHOOK, url)
    assert listener.heard == []


async def test_name_that_turns_inside_after_it_was_set_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is asked once a call, and the call goes to what was looked at: there is no second answer to trust."""
    asked: list[str] = []

    def answer(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        address = "1.1.1.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    guarded = calling(tmp_path, webhook_allow_private_networks=False)
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    await guarded.check(ContactKind.WEBHOOK, "https://oncall.example/")
    called = Called(ContactKind.WEBHOOK, "https://oncall.example/", SECRET)
    assert await guarded.call(called, ALARM) is CallResult.ADDRESS_REFUSED
    assert asked == ["oncall.example"] * 2


async def test_call_goes_to_the_address_that_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = socket.getaddrinfo, list[str]()

    def answer(host: Any, port: Any, *more: Any, **also: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "oncall.example" else host, port, *more, **also)

    async with listening() as listener:
        monkeypatch.setattr(socket, "getaddrinfo", answer)
        called = Called(ContactKind.WEBHOOK, f"http://oncall.example:{listener.port}/", SECRET)
        assert await calling(tmp_path).call(called, ALARM) is CallResult.REACHED
    assert asked.count("oncall.example") == 1
    assert listener.heard[0].headers["host"] == f"oncall.example:{listener.port}"


async def test_certificate_must_be_trusted_and_for_this_name(tmp_path: Path) -> None:
    shown, trusting = certificate_for("localhost", tmp_path)
    async with listening(tls=shown) as listener:
        assert await calling(tmp_path, context=trusting).call(at(listener), ALARM) is CallResult.REACHED
        assert await calling(tmp_path).call(at(listener), ALARM) is CallResult.NO_ANSWER
        elsewhere = Called(ContactKind.WEBHOOK, listener.url.replace("localhost", "127.0.0.1"), SECRET)
        assert await calling(tmp_path, context=trusting).call(elsewhere, ALARM) is CallResult.NO_ANSWER
    assert len(listener.heard) == 1


async def test_mail_says_the_same_and_no_more_in_the_contacts_language(tmp_path: Path) -> None:
    async with mailbox() as box:
        way = {
            "smtp_host": "localhost",
            "smtp_port": box.port,
            "smtp_security": "none",
            "smtp_from": "sohva@toivo.example",
        }
        by_mail = calling(tmp_path, **way)
        await by_mail.check(ContactKind.MAIL, "sanna@toivo.example")
        called = Called(ContactKind.MAIL, "sanna@toivo.example", language="fi")
        assert await by_mail.call(called, ALARM) is CallResult.REACHED
        box.refuses = True
        assert await by_mail.call(called, ALARM) is CallResult.MAIL_FAILED
    [(people, mail)] = box.taken
    assert people == ["sanna@toivo.example"]
    words = mail.get_content()
    assert "61" in words
    assert "http://localhost:8000/desk" in words
    assert mail["Subject"] == "Joku odottaa ihmistä"
    assert "c" * 26 not in words


async def test_mail_needs_a_server_and_a_plain_address(tmp_path: Path) -> None:
    without = calling(tmp_path)
    with pytest.raises(AddressRefused) as refused:
        await without.check(ContactKind.MAIL, "sanna@toivo.example")
    assert refused.value.fault is Fault.MAIL_NOT_SET_UP
    assert await without.call(Called(ContactKind.MAIL, "sanna@toivo.example"), ALARM) is CallResult.MAIL_NOT_SET_UP
    with_server = calling(tmp_path, smtp_host="localhost", smtp_from="sohva@toivo.example")
    for address in ("sanna", "a@b", "a@b.example,c@d.example", "a@b.example\nBcc: c@d.example", "S <a@b.example>"):
        with pytest.raises(AddressRefused):
            await with_server.check(ContactKind.MAIL, address)


async def test_mail_server_that_hangs_delays_nobody(tmp_path: Path) -> None:
    connected: list[asyncio.StreamWriter] = []

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.append(writer)

    server = await asyncio.start_server(hang, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    by_mail = calling(tmp_path, smtp_host="localhost", smtp_port=port, smtp_from="sohva@toivo.example")
    called = Called(ContactKind.MAIL, "sanna@toivo.example")
    assert await by_mail.call(called, ALARM) is CallResult.TOO_SLOW
    for writer in connected:
        writer.close()
    server.close()


async def test_log_of_a_call_that_fails_holds_neither_address_nor_secret(tmp_path: Path) -> None:
    with capture_logs() as lines:
        for called in (
            Called(ContactKind.WEBHOOK, "https://nobody.invalid/a-token-in-the-path", SECRET),
            Called(ContactKind.MAIL, "sanna@toivo.example"),
        ):
            by = calling(tmp_path)
            by.count(await by.call(called, ALARM))
            lines.append({"repr": repr(called)})
    assert [line["result"] for line in lines if "result" in line] == ["address_refused", "mail_not_set_up"]
    told = str(lines)
    assert [word for word in ("invalid", "token", "sanna", "toivo", SECRET, ALARM.case_id) if str(word) in told] == []
