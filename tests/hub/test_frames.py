"""Frames: what we send is what the standard says, and nothing a hostile peer sends gets further than its parser."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from server.hub.frames import (
    LARGEST_MESSAGE,
    BrokenFrames,
    FrameParser,
    close_code,
    close_frame,
    frame,
    payloads,
)

TEXT, PING, CLOSE, CONT, BINARY = (int(code) for code in (Opcode.TEXT, Opcode.PING, Opcode.CLOSE, Opcode.CONT, 2))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def from_client(opcode: int, payload: bytes, fin: bool = True) -> bytes:
    """A frame as an independent implementation writes it."""
    return Frame(Opcode(opcode), payload, fin).serialize(mask=True)


def in_pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in zip(places, places[1:], strict=False)]


@given(st.lists(words, min_size=1, max_size=6), st.lists(st.integers(0, 5000), max_size=20))
def test_messages_arrive_whole_however_the_bytes_are_cut(texts: list[str], cuts: list[int]) -> None:
    data = b"".join(from_client(TEXT, text.encode()) for text in texts)
    parser = FrameParser()
    found = [message for piece in in_pieces(data, cuts) for message in parser.feed(piece)]
    assert found == [(TEXT, text.encode()) for text in texts]


@given(words, st.lists(st.integers(0, 400), max_size=5), st.booleans())
def test_fragments_become_one_message_with_pings_between_them(text: str, cuts: list[int], with_ping: bool) -> None:
    pieces = in_pieces(text.encode(), cuts) or [b""]
    data = b""
    for index, piece in enumerate(pieces):
        data += from_client(CONT if index else TEXT, piece, fin=index == len(pieces) - 1)
        if with_ping and index < len(pieces) - 1:
            data += from_client(PING, b"?")
    found = list(FrameParser().feed(data))
    assert found[-1] == (TEXT, text.encode())
    assert len(found) == (len(pieces) if with_ping else 1)


@given(st.integers(0, 70_000))
def test_server_frames_are_read_by_another_implementation(size: int) -> None:
    payload = b"x" * size
    assert frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)
    assert list(payloads(frame(payload) + frame(b"", PING))) == [(TEXT, payload), (PING, b"")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (Frame(Opcode.TEXT, b"unmasked").serialize(mask=False), 1002),
        (bytes([0xC1, 0x80, 0, 0, 0, 0]), 1002),
        (bytes([0x83, 0x80, 0, 0, 0, 0]), 1002),
        (from_client(BINARY, b"bytes"), 1003),
        (bytes([0x09, 0x80, 0, 0, 0, 0]), 1002),
        (bytes([0x89, 0xFE, 0, 126, 0, 0, 0, 0]), 1002),
        (from_client(CONT, b"of nothing"), 1002),
        (from_client(TEXT, b"begun", fin=False) + from_client(TEXT, b"another"), 1002),
        (from_client(TEXT, b"\xff"), 1007),
        (from_client(TEXT, b"\xc3", fin=False) + from_client(CONT, b"("), 1007),
        (from_client(TEXT, b"\xc3(", fin=False), 1007),
        (from_client(TEXT, b"x" * (LARGEST_MESSAGE + 1)), 1009),
        (bytes([0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0]), 1009),
        (from_client(TEXT, b"x" * LARGEST_MESSAGE, fin=False) + from_client(CONT, b"x"), 1009),
        (from_client(TEXT, b"", fin=False) + from_client(CONT, b"", fin=False) * 300, 1008),
    ],
)
def test_broken_frames_are_named_by_their_code(data: bytes, code: int) -> None:
    with pytest.raises(BrokenFrames) as broken:
        list(FrameParser().feed(data))
    assert broken.value.code == code


def test_largest_message_is_just_allowed() -> None:
    whole = FrameParser().feed(from_client(TEXT, b"x" * LARGEST_MESSAGE))
    assert list(whole) == [(TEXT, b"x" * LARGEST_MESSAGE)]


def test_nothing_is_read_behind_a_close_frame() -> None:
    data = from_client(CLOSE, (1000).to_bytes(2, "big")) + from_client(TEXT, b"more")
    assert list(FrameParser().feed(data)) == [(CLOSE, b"\x03\xe8")]


@pytest.mark.parametrize(("payload", "code"), [(b"", 1005), (b"\x03\xe8", 1000), (b"\x11\x94gone", 4500)])
def test_close_codes_are_read(payload: bytes, code: int) -> None:
    assert close_code(payload) == code


@pytest.mark.parametrize("payload", [b"\x03", (1005).to_bytes(2, "big"), (999).to_bytes(2, "big"), b"\x03\xe8\xff"])
def test_impossible_close_codes_are_refused(payload: bytes) -> None:
    with pytest.raises(BrokenFrames):
        close_code(payload)


def test_close_frame_fits_a_control_frame_however_long_its_reason() -> None:
    assert len(close_frame(1012, "retry=" + "9" * 200)) <= 127


@given(st.binary(max_size=400))
def test_noise_never_raises_anything_else(noise: bytes) -> None:
    parser = FrameParser()
    try:
        for piece in (noise, os.urandom(8)):
            list(parser.feed(piece))
    except BrokenFrames:
        return
