"""The wire between desk and server: what is signed cannot be changed, moved to another day or to another handler."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.boxes import NotAKey, make_box
from jianfu.voice.wire import (
    Claim,
    NotSigned,
    Registration,
    SigningKey,
    check_item_signature,
    check_request,
    decode_sealed,
    encode_body,
    encode_sealed,
    hash_proof,
    make_registration,
    read_claim,
    read_registration,
    sign_item,
    sign_request,
)

KEY, OTHER = SigningKey(b"\x01" * 32), SigningKey(b"\x02" * 32)
DAY = date(2023, 12, 7)
BODY = encode_body({"do": "inbox"})
NONCE = bytes(range(16))
PERSON = Registration("张某", "县纪委监委", Body.DISCIPLINE, make_box(b"\x05" * 32).public, KEY.public)


def test_a_signed_request_is_believed() -> None:
    claim = read_claim(sign_request(BODY, key=KEY, day=DAY, nonce=NONCE))

    check_request(claim, BODY, today=DAY)
    check_request(claim, BODY, today=date(2023, 12, 8))
    assert (claim.handler, claim.day, claim.nonce) == (KEY.public, DAY, NONCE.hex())


@pytest.mark.parametrize(
    "change",
    [
        lambda c: Claim(OTHER.public, c.day, c.nonce, c.signature),
        lambda c: Claim(c.handler, date(2023, 12, 8), c.nonce, c.signature),
        lambda c: Claim(c.handler, c.day, "0" * 32, c.signature),
        lambda c: Claim(c.handler, c.day, c.nonce, c.signature[:-4] + "AAA="),
    ],
)
def test_any_change_of_the_header_is_found(change) -> None:
    claim = read_claim(sign_request(BODY, key=KEY, day=DAY, nonce=NONCE))

    with pytest.raises(NotSigned, match="签名"):
        check_request(change(claim), BODY, today=DAY)


@given(st.binary(max_size=80))
def test_any_other_body_is_refused(body: bytes) -> None:
    claim = read_claim(sign_request(BODY, key=KEY, day=DAY, nonce=NONCE))
    if body != BODY:
        with pytest.raises(NotSigned):
            check_request(claim, body, today=DAY)


@pytest.mark.parametrize("today", [date(2023, 12, 5), date(2023, 12, 9)])
def test_an_old_request_is_refused(today: date) -> None:
    claim = read_claim(sign_request(BODY, key=KEY, day=DAY, nonce=NONCE))

    with pytest.raises(NotSigned, match="校准"):
        check_request(claim, BODY, today=today)


@given(st.text(max_size=120))
def test_what_is_no_header_is_refused(header: str) -> None:
    with pytest.raises(NotSigned):
        read_claim(header)


@pytest.mark.parametrize(
    "signature", ["", "Basic abc", "Jianfu-Ed25519 a.b.c", f"Jianfu-Ed25519 {'0' * 64}.x.{'0' * 32}.x"]
)
def test_incomplete_headers_are_refused(signature: str) -> None:
    with pytest.raises(NotSigned):
        read_claim(signature)


def test_a_registration_comes_back_and_cannot_be_changed() -> None:
    line = make_registration(PERSON, key=KEY)

    assert read_registration(f"  {line}\n") == PERSON
    for changed in (line[:60] + ("A" if line[60] != "A" else "B") + line[61:], line[:-6], "jianfu-voice-reader:", ""):
        with pytest.raises((NotSigned, NotAKey)):
            read_registration(changed)


def test_nobody_registers_anothers_key_as_own() -> None:
    stolen = Registration("李某", "县委办", Body.HANDLING_OFFICE, PERSON.encrypts_to, PERSON.signs_as)

    with pytest.raises(NotSigned):
        read_registration(make_registration(stolen, key=OTHER))


def test_fingerprints_are_for_reading_aloud() -> None:
    other = Registration("张某", "县纪委监委", Body.DISCIPLINE, make_box(b"\x06" * 32).public, KEY.public)

    assert [len(group) for group in PERSON.fingerprint.split()] == [4] * 5
    assert PERSON.fingerprint != other.fingerprint


def test_an_item_is_signed_in_its_wording() -> None:
    item = {"text": "改写后的内容", "kind": "data_request"}
    signature = sign_item(item, key=KEY)

    check_item_signature({"kind": "data_request", "text": "改写后的内容"}, KEY.public, signature)
    with pytest.raises(NotSigned):
        check_item_signature({**item, "text": "另一种内容"}, KEY.public, signature)
    with pytest.raises(NotSigned):
        check_item_signature(item, OTHER.public, signature)


def test_envelopes_go_through_json() -> None:
    assert decode_sealed(encode_sealed(b"\x00\xff")) == b"\x00\xff"
    with pytest.raises(ValueError, match="写法"):
        decode_sealed("not base64!")


def test_proofs_are_kept_as_hashes() -> None:
    assert hash_proof("ab" * 16) != hash_proof("ac" * 16)
    assert "ab" * 16 not in hash_proof("ab" * 16)


def test_a_signing_key_is_not_shown_by_accident() -> None:
    assert KEY.secret.hex() not in repr(KEY)
