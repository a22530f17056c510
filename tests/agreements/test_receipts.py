"""A receipt can be kept, checked anywhere, and not be made to say anything else."""

import base64
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from server.agreements import keeping
from server.agreements.receipts import (
    Receipt,
    ReceiptToCheck,
    Statement,
    is_genuine,
    read_receipt,
    receipt_of,
    verdict_on,
)
from server.agreements.tables import Acceptance, Agreement
from server.cli import main
from server.storage.sealing import make_key
from server.storage.signing import Signer
from tests.agreements.promises import WIDER, accept, come_in, publish, receipts
from tests.rooms.cast import House

SIGNER = Signer(bytes(32))
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def receipt_by(signer: Signer, version: dict[str, Any], accepted: dict[str, Any]) -> Receipt:
    """Of an agreement in some version, accepted by somebody somewhere."""
    text = {"language": "en", "text": "", "what_changed": "", "published_at": datetime(2026, 1, 1, tzinfo=UTC)}
    agreement = Agreement(**text, **version)
    acceptance = Acceptance(agreement_id=agreement.id, participation_id="", account_id="0" * 26, **accepted)
    return receipt_of(signer, acceptance, agreement)


@st.composite
def issued(draw: Any) -> Receipt:
    version = {
        "room_id": "7m2c4kq0x9v1t8hb3nz5wr6yda",
        "major": draw(st.integers(1, 99)),
        "edits": draw(st.integers(0, 99)),
        "text_hash": draw(st.binary(min_size=32, max_size=32)).hex(),
    }
    accepted = {
        "display_name": draw(NAMES),
        "room_name": draw(NAMES),
        "accepted_at": draw(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),
        "signed_on": draw(st.none() | st.dates(date(2020, 1, 1), date(2100, 1, 1))),
    }
    return receipt_by(SIGNER, version, accepted)


def is_fine(content: bytes) -> bool:
    receipt = read_receipt(content)
    return receipt is not None and is_genuine(receipt, SIGNER.public_key)


@given(receipt=issued())
def test_every_receipt_verifies_as_it_was_downloaded(receipt: Receipt) -> None:
    assert is_fine(receipt.model_dump_json().encode())
    assert is_fine(json.dumps(receipt.model_dump(), indent=2).encode())


@given(receipt=issued(), where=st.integers(0), byte=st.integers(1, 255))
def test_no_altered_byte_verifies(receipt: Receipt, where: int, byte: int) -> None:
    content = bytearray(receipt.model_dump_json().encode())
    content[where % len(content)] ^= byte
    assert not is_fine(bytes(content))


@given(receipt=issued(), field=st.sampled_from(sorted(Statement.model_fields)), said=NAMES)
def test_no_field_can_say_something_else(receipt: Receipt, field: str, said: str) -> None:
    altered = receipt.model_dump() | {field: said}
    assert is_fine(json.dumps(altered).encode()) is (said == getattr(receipt, field))


@given(receipt=issued(), cut=st.integers(1, 2_000))
def test_cut_or_lengthened_file_is_no_receipt(receipt: Receipt, cut: int) -> None:
    content = receipt.model_dump_json().encode()
    assert not is_fine(content[: -min(cut, len(content))])
    assert not is_fine(content + b"{}")


@given(receipt=issued())
def test_another_house_did_not_sign_it(receipt: Receipt) -> None:
    assert not is_genuine(receipt, Signer(bytes([1]) * 32).public_key)


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_without_an_accident(content: bytes) -> None:
    assert not is_fine(content)


async def test_receipts_of_old_versions_still_verify_and_name_no_account(house: House) -> None:
    room = await house.room()
    await come_in(house, "Kuusi", room)
    await publish(house, room)
    first = await accept(house, "Kuusi", room)
    await publish(house, room, WIDER)
    second = await accept(house, "Kuusi", room, "2.0")
    assert {one.signature for one in await receipts(house, "Kuusi")} == {first.signature, second.signature}
    assert (first.display_name, first.group, first.version, first.at) == (
        "Kuusi",
        "Tuesday circle",
        "1.0",
        "2026-11-24T18:00:00Z",
    )
    for receipt in (first, second):
        checked = await house.read(keeping.check_receipt, house["Tammi"], ReceiptToCheck(receipt=receipt))
        assert checked.is_genuine
        assert str(house["Kuusi"].account_id) not in receipt.model_dump_json()
    forged = second.model_copy(update={"signature": first.signature})
    assert not (await house.read(keeping.check_receipt, house["Tammi"], ReceiptToCheck(receipt=forged))).is_genuine


async def test_anybody_can_check_with_the_public_key_alone(small_house: House) -> None:
    room = await small_house.room()
    await come_in(small_house, "Kuusi", room)
    await publish(small_house, room)
    receipt = await accept(small_house, "Kuusi", room)
    key = (await small_house.read(keeping.read_public_key, small_house["Tammi"])).public_key
    statement = receipt.model_dump(exclude={"public_key", "signature"})
    words = json.dumps(["sohva receipt 1", *statement.values()], ensure_ascii=False, separators=(",", ":")).encode()
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(receipt.signature), words)


def _file(folder: Path, key: bytes, **changed: str) -> Path:
    version = {"room_id": "r", "major": 2, "edits": 0, "text_hash": "0" * 64}
    accepted = {
        "display_name": "Kuusi",
        "room_name": "Tuesday circle",
        "accepted_at": datetime(2026, 11, 24, 18, tzinfo=UTC),
        "signed_on": date(2026, 3, 12),
    }
    receipt = receipt_by(Signer(key), version, accepted)
    file = folder / "receipt.json"
    file.write_text(json.dumps(receipt.model_dump() | changed))
    return file


def test_command_line_says_what_is_genuine_and_what_is_not(tmp_path: Path) -> None:
    key_file = tmp_path / "seal.key"
    key = make_key(key_file)

    def verify(file: Path) -> tuple[int, str]:
        ended = CliRunner().invoke(main, ["receipt", "verify", str(file)], env={"SOHVA_KEY_FILE": str(key_file)})
        return ended.exit_code, ended.output.strip()

    code, line = verify(_file(tmp_path, key))
    assert code == 0
    assert line.startswith("Genuine: Kuusi accepted version 2.0 of the agreement of Tuesday circle on paper on 2026-")
    assert line.endswith("-03-12, recorded at 2026-11-24T18:00:00Z.")
    altered = (1, "This receipt was not signed here, or it was altered.")
    assert verify(_file(tmp_path, key, display_name="Meri")) == altered
    assert verify(_file(tmp_path, bytes(32))) == altered
    (tmp_path / "other").write_bytes(b"\x00" * 100_000)
    assert verify(tmp_path / "other") == (1, "This file is not a receipt.")
    assert verdict_on(_file(tmp_path, key), key_file)[1]
