"""Texts that are UTF-8 and texts that are not (RFC 3629), whole, in fragments, and as far as they went wrong."""

from __future__ import annotations

from tests.faults.standard import MORE, TEXT, Case, answered, asked, closed, fragments, text

VALID = {
    "words": "hyvää yötä, noapte bună, κόσμε, 日本".encode(),
    "first of each length": b"\x7f\xc2\x80\xe0\xa0\x80\xf0\x90\x80\x80",
    "last of each length": b"\x7f\xdf\xbf\xef\xbf\xbf\xf4\x8f\xbf\xbf",
    "beside the surrogates": b"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd",
    "no characters, and yet": b"\xef\xbf\xbe\xf0\x9f\xbf\xbf\xf4\x8f\xbf\xbe\xef\xb7\x90",
}
INVALID = {
    "continuation alone": b"\x80",
    "continuations": b"\xbf\x80\xbf",
    "starts alone": b"\xc3 \xe2 \xf0 ",
    "two of three": b"\xe2\x82 ",
    "three of four": b"\xf0\x9f\x99 ",
    "never used": b"\xfe",
    "never used either": b"\xff\xff",
    "five bytes": b"\xf8\x88\x80\x80\x80",
    "six bytes": b"\xfc\x84\x80\x80\x80\x80",
    "slash in two": b"\xc0\xaf",
    "slash in three": b"\xe0\x80\xaf",
    "slash in four": b"\xf0\x80\x80\xaf",
    "largest that two could say shorter": b"\xc1\xbf",
    "largest that three could say shorter": b"\xe0\x9f\xbf",
    "largest that four could say shorter": b"\xf0\x8f\xbf\xbf",
    "nothing in two": b"\xc0\x80",
    "first surrogate": b"\xed\xa0\x80",
    "last surrogate": b"\xed\xbf\xbf",
    "a pair of surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "behind the last character": b"\xf4\x90\x80\x80",
}


def _byte_by_byte(payload: bytes) -> list[bytes]:
    return [payload[at : at + 1] for at in range(len(payload))]


def texts() -> dict[str, Case]:
    cases = {}
    for name, inside in VALID.items():
        whole = asked(with_=inside)
        cuts = [whole[:-4], whole[-4:]]
        cases[name] = Case([text(whole)], [answered()])
        cases[f"{name}, in two"] = Case([fragments(cuts)], [answered()])
        cases[f"{name}, a fragment for each byte"] = Case([fragments(_byte_by_byte(whole))], [answered()])
    for name, inside in INVALID.items():
        whole = asked(with_=inside)
        cases[name] = Case([text(whole)], [closed(1007)])
        cases[f"{name}, a fragment for each byte"] = Case([fragments(_byte_by_byte(whole))], [closed(1007)])
        cases[f"{name}, and never the rest"] = Case([text(whole, is_final=False)], [closed(1007)])
        cases[f"{name}, in a later fragment"] = Case(
            [text(b'{"a":"', is_final=False), text(inside + b'"', MORE, is_final=False)], [closed(1007)]
        )
    cases["ends in the middle of a character"] = Case([text(b'"\xe2\x82')], [closed(1007)])
    cases["… in the last fragment"] = Case([text(b'"', TEXT, is_final=False), text(b"\xe2\x82", MORE)], [closed(1007)])
    return cases
