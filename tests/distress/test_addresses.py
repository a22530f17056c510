"""Where alerts may go: outside, over https; whatever a name is called and however an address is spelt."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.distress.addresses import AddressRefused, Fault, is_outside, look_up, parse_url

INSIDE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
)
OUTSIDE = ("93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")


@pytest.mark.parametrize("host", INSIDE)
def test_addresses_inside_are_known_in_every_dress(host: str) -> None:
    assert not is_outside(host)


@pytest.mark.parametrize("host", OUTSIDE)
def test_addresses_of_the_open_internet_are_outside(host: str) -> None:
    assert is_outside(host)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://oncall.example/a", Fault.NOT_HTTPS),
        ("ftp://oncall.example", Fault.NOT_HTTPS),
        ("file:///etc/passwd", Fault.NOT_HTTPS),
        ("oncall.example", Fault.NOT_HTTPS),
        ("https://", Fault.NOT_AN_ADDRESS),
        ("https://name:word@oncall.example", Fault.NOT_AN_ADDRESS),
        ("https://oncall.example:0/", Fault.NOT_AN_ADDRESS),
        ("https://oncall.example:99999/", Fault.NOT_AN_ADDRESS),
        ("https://oncall.example/a b", Fault.NOT_AN_ADDRESS),
        ("https://oncall.example/\r\nHost: elsewhere", Fault.NOT_AN_ADDRESS),
        ("https://päivystys.example/", Fault.NOT_AN_ADDRESS),
        ("https://oncall.example/" + "a" * 500, Fault.NOT_AN_ADDRESS),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, fault: Fault) -> None:
    with pytest.raises(AddressRefused) as refused:
        parse_url(url)
    assert refused.value.fault is fault


@given(st.text(max_size=80))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://oncall.example{text}"):
        try:
            target = parse_url(url)
        except AddressRefused:
            continue
        assert target.is_secure
        assert "\n" not in target.path + target.name
        assert "\r" not in target.path + target.name


async def test_no_spelling_of_this_machine_is_taken() -> None:
    for name in ("localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0"):
        with pytest.raises(AddressRefused) as refused:
            await look_up(parse_url(f"https://{name}/"))
        assert refused.value.fault in {Fault.INSIDE, Fault.UNKNOWN_HOST}


async def test_name_with_one_address_inside_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(AddressRefused) as refused:
        await look_up(parse_url("https://oncall.example/"))
    assert refused.value.fault is Fault.INSIDE
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers[:1])
    assert (await look_up(parse_url("https://oncall.example/"))).hosts == ("1.1.1.1",)


async def test_name_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(AddressRefused) as refused:
        await look_up(parse_url("https://nobody.invalid/"))
    assert refused.value.fault is Fault.UNKNOWN_HOST
