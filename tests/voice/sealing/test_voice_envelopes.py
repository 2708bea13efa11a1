"""Envelopes: who opens them, who does not, and what their outside tells."""

import io
import json
import os
import random
import shutil
import subprocess
import tarfile
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.voice.sealing.boxes import NotAKey, make_box
from jianfu.voice.sealing.envelopes import (
    SEALED_SIZES,
    SIZE_CLASSES,
    CannotOpen,
    File,
    Payload,
    TooLarge,
    export,
    open_,
    seal,
)
from jianfu.voice.sealing.payload_archive import NotAPayload, pack, unpack

READER, OTHER, STRANGER = (make_box(bytes([n]) * 32) for n in (1, 2, 3))
SMALL = Payload("某局每天要求报表。", {"类型": "资料台账"}, (File("jpg", b"\xff\xd8\xff pixels"), File("docx", b"PK")))

texts = st.text(st.characters(blacklist_categories=("Cs",)), max_size=300)
payloads = st.builds(
    Payload,
    text=texts,
    facts=st.dictionaries(texts.filter(bool), texts, max_size=5),
    files=st.lists(st.builds(File, st.sampled_from(["jpg", "pdf", "xlsx"]), st.binary(max_size=3000)), max_size=5).map(
        tuple
    ),
)


@settings(max_examples=60, deadline=None)
@given(payloads)
def test_what_was_sealed_is_what_is_opened(payload: Payload) -> None:
    sealed = seal(payload, [READER.public, OTHER.public], random=os.urandom)

    assert open_(sealed, READER.secret) == payload
    assert open_(sealed, OTHER.secret) == payload
    assert len(sealed) in SEALED_SIZES


def test_a_stranger_opens_nothing() -> None:
    sealed = seal(SMALL, [READER.public], random=os.urandom)

    with pytest.raises(CannotOpen, match="钥匙"):
        open_(sealed, STRANGER.secret)


def test_stolen_server_data_opens_none_of_two_hundred() -> None:
    """All that the server holds - envelopes, public keys, lookups - and every key but the readers'."""
    readers = [make_box(os.urandom(32)).public for _ in range(3)]
    reporter = make_box(os.urandom(32))
    sealed = [seal(SMALL, readers, random=os.urandom) for _ in range(200)]
    tried = [reporter.secret, STRANGER.secret, make_box(bytes(32)).secret]
    opened = 0
    for envelope in sealed:
        for secret in tried:
            try:
                open_(envelope, secret)
            except CannotOpen:
                continue
            opened += 1

    assert opened == 0
    assert not any(SMALL.text.encode() in envelope for envelope in sealed)


def test_sizes_take_few_values_over_random_complaints() -> None:
    chance = random.Random(6)
    sizes = set()
    for _ in range(500):
        files = tuple(
            File("jpg", chance.randbytes(chance.choice((0, 900, 60_000)))) for _ in range(chance.randrange(4))
        )
        payload = Payload("字" * chance.randrange(4000), {}, files)
        sizes.add(len(seal(payload, [READER.public], random=chance.randbytes)))

    assert sizes <= set(SEALED_SIZES)
    assert len(sizes) <= 6


@pytest.mark.parametrize("readers", range(1, 9))
def test_every_header_has_eight_recipients(readers: int) -> None:
    keys = [make_box(bytes([n + 10]) * 32) for n in range(readers)]
    sealed = seal(SMALL, [key.public for key in keys], random=os.urandom)

    assert export(sealed).split(b"\n---")[0].count(b"\n-> X25519 ") == 8
    assert all(open_(sealed, key.secret) == SMALL for key in keys)


def test_the_order_of_recipients_tells_nothing_of_who_reads() -> None:
    """A reader's own stanza is found in every place: it stands where chance has put it."""
    places = set()
    for _ in range(120):
        header = export(seal(SMALL, [READER.public], random=os.urandom)).split(b"\n---")[0]
        stanzas = header.split(b"\n-> ")[1:]
        places |= {place for place, stanza in enumerate(stanzas) if _opens(stanza)}

    assert places == set(range(8))


def _opens(stanza: bytes) -> bool:
    """Whether this stanza is wrapped to the reader: by X25519, HKDF and ChaCha20-Poly1305, as age's format has it."""
    import base64

    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if not stanza.startswith(b"X25519 "):
        return False
    share, body = (base64.b64decode(part + b"=") for part in stanza.removeprefix(b"X25519 ").split(b"\n")[:2])
    private = X25519PrivateKey.from_private_bytes(b"\x01" * 32)
    shared = private.exchange(X25519PublicKey.from_public_bytes(share))
    salt = share + private.public_key().public_bytes_raw()
    key = HKDF(SHA256(), 32, salt, b"age-encryption.org/v1/X25519").derive(shared)
    try:
        ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
    except InvalidTag:
        return False
    return True


def test_a_full_large_envelope_fits_its_container() -> None:
    payload = Payload("", {}, (File("pdf", bytes(SIZE_CLASSES[-1] - 16_384)),))
    sealed = seal(payload, [READER.public], random=os.urandom)

    assert len(sealed) == SEALED_SIZES[-1]
    assert open_(sealed, READER.secret) == payload


def test_too_much_is_refused_in_words() -> None:
    with pytest.raises(TooLarge, match="装不下"):
        seal(Payload("", {}, (File("pdf", bytes(SIZE_CLASSES[-1])),)), [READER.public], random=os.urandom)


def test_no_reader_or_too_many_is_an_error_and_twice_the_same_is_one() -> None:
    with pytest.raises(ValueError, match="钥匙"):
        seal(SMALL, [], random=os.urandom)
    with pytest.raises(ValueError, match="钥匙"):
        seal(SMALL, [make_box(bytes([n]) * 32).public for n in range(9)], random=os.urandom)
    with pytest.raises(NotAKey):
        seal(SMALL, ["age1nonsense"], random=os.urandom)
    assert open_(seal(SMALL, [READER.public] * 12, random=os.urandom), READER.secret) == SMALL


@given(st.binary(max_size=400))
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(CannotOpen):
        open_(data, READER.secret)


def test_a_changed_byte_is_noticed() -> None:
    sealed = seal(SMALL, [READER.public], random=os.urandom)
    for place in (0, 7, 20, 200, 1500, 5000):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            open_(bytes(changed), READER.secret)


def test_nothing_of_time_owner_or_name_is_in_the_archive() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack(SMALL)), encoding="utf-8") as archive:
        members = archive.getmembers()

    assert [member.name for member in members] == ["投诉.json", "投诉.txt", "附件-1.jpg", "附件-2.docx"]
    assert {(m.mtime, m.uid, m.gid, m.uname, m.gname) for m in members} == {(0, 0, 0, "", "")}
    assert pack(SMALL) == pack(SMALL)


def _archive_of(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", encoding="utf-8") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"\0" * 10240,
        b"no tar at all" * 100,
        _archive_of({"other.txt": b"x"}),
        _archive_of({"投诉.json": b"{}"}),
        _archive_of({"投诉.json": json.dumps({"正文": 3, "事项": {}, "附件": []}).encode()}),
        _archive_of({"投诉.json": json.dumps({"正文": "", "事项": {"a": 1}, "附件": []}).encode()}),
        _archive_of({"投诉.json": json.dumps({"正文": "", "事项": {}, "附件": ["missing.jpg"]}).encode()}),
        _archive_of({f"{n}.txt": b"" for n in range(80)}),
    ],
)
def test_a_strange_archive_is_refused_in_words(archive: bytes) -> None:
    with pytest.raises(NotAPayload, match=r"里面|正文"):
        unpack(archive)


def test_the_readable_text_tells_facts_and_words() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack(SMALL)), encoding="utf-8") as archive:
        told = archive.extractfile("投诉.txt")
        assert told is not None
        assert told.read().decode() == "类型：资料台账\n\n某局每天要求报表。\n"


@pytest.mark.skipif(shutil.which("age") is None, reason="needs Debian's age")
def test_debians_age_and_tar_open_a_complaint(tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text(READER.secret + "\n")
    (tmp_path / "complaint.age").write_bytes(export(seal(SMALL, [READER.public, OTHER.public], random=os.urandom)))
    archive = subprocess.run(
        ["age", "-d", "-i", str(key), str(tmp_path / "complaint.age")], capture_output=True, check=True
    ).stdout
    subprocess.run(
        ["tar", "x", "-C", str(tmp_path)], input=archive, check=True, env={"LANG": "C.UTF-8", "PATH": os.defpath}
    )

    assert (tmp_path / "投诉.txt").read_text().endswith("某局每天要求报表。\n")
    assert (tmp_path / "附件-1.jpg").read_bytes() == SMALL.files[0].data


def test_a_foreign_age_file_opens_but_is_told_apart() -> None:
    foreign = pyrage.encrypt(b"hello", [pyrage.x25519.Recipient.from_str(READER.public)])
    contained = len(foreign).to_bytes(8, "big") + foreign.ljust(SEALED_SIZES[0] - 8, b"\0")

    with pytest.raises(CannotOpen, match="格式"):
        open_(contained, READER.secret)
