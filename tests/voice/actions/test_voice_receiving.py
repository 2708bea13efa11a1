"""What a reporter sends: sealed for the right people, once, and never for those that were named."""

import os
from datetime import date
from itertools import pairwise

import pytest
from channel_fixtures import DAY, Channel, all_complaints, count_messages
from django.conf import settings

from jianfu.voice.actions.receiving import Report, receive
from jianfu.voice.actions.registering import set_recovery_key
from jianfu.voice.actions.routes import Exclusions, NotOpen
from jianfu.voice.record.content import ContentGone, load_content_key, unlock_content
from jianfu.voice.record.course import Direction
from jianfu.voice.record.models import Complaint, ContentKey, Message, WaitingEntry
from jianfu.voice.rules.routing import TooFewReaders
from jianfu.voice.sealing.boxes import make_box
from jianfu.voice.sealing.envelopes import SEALED_SIZES, CannotOpen, File, open_
from jianfu.voice.wire import BOX_FACT, HIDDEN_FACT, PROOF_FACT, hash_proof

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
_OUTER_BYTES = 28


def test_a_report_is_ciphertext_that_its_readers_open(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("台账报了三遍", {"类型": "资料台账"}, (File("txt", "附件里的话".encode()),)), derived)

    (complaint,) = all_complaints()
    (read,) = channel.read("丙", complaint)
    assert read.text == "台账报了三遍"
    assert read.files[0].data.decode() == "附件里的话"
    assert read.facts[BOX_FACT] == derived.box.public == complaint.box_key
    assert hash_proof(read.facts[PROOF_FACT]) == complaint.proof_digest
    assert complaint.received_on == DAY
    for message in Message.objects.all():
        assert len(message.sealed) - _OUTER_BYTES in SEALED_SIZES


@pytest.mark.parametrize(
    ("exclusions", "cannot", "can"),
    [
        (Exclusions(concerned=frozenset({"县纪委监委"})), "丙", "丁"),
        (Exclusions(hidden_from=frozenset({"县纪委监委"})), "丙", "甲"),
        (Exclusions(hidden_from=frozenset({"县委办公室"})), "甲", "丙"),
        (Exclusions(concerned=frozenset({"县委办公室"})), "戊", "丁"),
        (Exclusions(about_office=True), "甲", "丙"),
        (Exclusions(about_leaders=True), "戊", "丁"),
    ],
)
def test_a_named_unit_cannot_open_it(channel: Channel, exclusions: Exclusions, cannot: str, can: str) -> None:
    channel.send(Report("话", {}, (), exclusions), channel.derive(channel.code()))

    (complaint,) = all_complaints()
    assert channel.read(cannot, complaint) == []
    assert len(channel.read(can, complaint)) == 1


def test_too_few_readers_stores_nothing(channel: Channel) -> None:
    both = Exclusions(about_office=True, hidden_from=frozenset({"县纪委监委"}))

    with pytest.raises(TooFewReaders):
        channel.send(Report("话", {}, (), both), channel.derive(channel.code()))

    assert (Complaint.objects.count(), Message.objects.count(), ContentKey.objects.count()) == (0, 0, 0)


def test_nothing_is_taken_before_the_drill(channel: Channel) -> None:
    set_recovery_key(make_box(os.urandom(32)).public, today=DAY, actor="测试")

    with pytest.raises(NotOpen):
        channel.send(Report("话"), channel.derive(channel.code()))

    assert Complaint.objects.count() == 0


def test_the_same_page_sent_twice_is_one_report(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    for _ in range(2):
        receive(Report("话"), derived, sending=b"1" * 16, today=DAY, random=os.urandom)

    assert Complaint.objects.count() == 1
    assert count_messages(Direction.REPORT) == 1
    assert WaitingEntry.objects.count() == 1


def test_what_is_added_reaches_the_same_readers_and_no_other(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话", {}, (), Exclusions(hidden_from=frozenset({"县纪委监委"}))), derived)
    channel.send(Report("再说一句"), derived)

    (complaint,) = all_complaints()
    assert channel.read("丙", complaint) == []
    assert {one.text for one in channel.read("丁", complaint)} == {"话", "再说一句"}
    assert all(one.facts[HIDDEN_FACT] == "县纪委监委" for one in channel.read("丁", complaint))


def test_what_is_added_may_exclude_more(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.send(Report("其实他们就是", {}, (), Exclusions(concerned=frozenset({"县委督查室"}))), derived)

    (complaint,) = all_complaints()
    assert [one.text for one in channel.read("戊", complaint)] == ["话"]


def test_server_and_backup_without_a_reader_s_key_open_nothing(channel: Channel, quick_codes: None) -> None:
    """With all secrets of the machine – content keys, salt, the site's secret – none of 200 complaints opens."""
    planted = "这是谁也不该看到的一句话"
    for _ in range(200):
        channel.send(Report(planted), channel.derive(channel.code()))
    held = [bytes(one.key) for one in ContentKey.objects.all()]
    held += [settings.VOICE_SALT, bytes.fromhex(settings.SECRET_KEY)]
    tried = [make_box(secret).secret for secret in held[-12:]]

    opened = 0
    for message in Message.objects.filter(direction=Direction.REPORT):
        sealed = unlock_content(bytes(message.sealed), load_content_key(message.complaint_id), message.pk)
        opened += planted.encode() in sealed or any(_opens(sealed, identity) for identity in tried)
    assert count_messages(Direction.REPORT) == 200
    assert opened == 0
    with pytest.raises(ContentGone):
        unlock_content(bytes(message.sealed), os.urandom(32), message.pk)


def _opens(sealed: bytes, identity: str) -> bool:
    try:
        open_(sealed, identity)
    except CannotOpen:
        return False
    return True


def test_ids_and_days_tell_no_order(channel: Channel, quick_codes: None) -> None:
    sent = []
    for _ in range(60):
        derived = channel.derive(channel.code())
        channel.send(Report("话"), derived)
        sent.append(derived)

    rows = {one.box_key: one for one in all_complaints()}
    ids = [rows[derived.box.public].pk for derived in sent]
    rising = sum(one < other for one, other in pairwise(ids))
    assert 12 < rising < 48  # a coin's throws: outside of this once in ten million runs
    assert {one.received_on for one in rows.values()} == {DAY}
    assert all(isinstance(one.received_on, date) for one in rows.values())
