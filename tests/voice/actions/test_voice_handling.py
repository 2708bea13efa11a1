"""What handlers may do: only with the complaint's proof, along the course, and the grave steps in twos."""

import os

import pytest
from channel_fixtures import DAY, NEXT, Channel, all_complaints

from jianfu.voice.actions import items
from jianfu.voice.actions.boxes import destroy, look_into
from jianfu.voice.actions.handling import (
    RefusedHandling,
    agree_to,
    ask_extension,
    decline,
    keep_reply,
    replace_envelope,
    take_step,
)
from jianfu.voice.actions.receiving import Report
from jianfu.voice.record.course import FROM_REPORTER, Act, ItemState, Kind
from jianfu.voice.record.models import Complaint, ContentKey, Entry, Item, Message, Proposal
from jianfu.voice.rules.course import Reason, State
from jianfu.voice.sealing.codes import Derived

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def derived(channel: Channel) -> Derived:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    channel.batch()
    return derived


def _step(channel: Channel, who: str, to: State, derived: Derived, reason: Reason | None = None) -> object:
    (complaint,) = all_complaints()
    return take_step(
        complaint.pk,
        channel.proof("丙", complaint),
        to,
        reason=reason,
        kind=Kind.DATA_REQUESTS,
        sealed=channel.sealed_for(derived.box.public, f"回信：{to.label}"),
        handler=channel.holders[who].row,
        today=NEXT,
        random=os.urandom,
    )


def _letters(derived: Derived) -> list[str]:
    return [letter.payload.text for letter in look_into(derived).letters]


def test_the_whole_course_and_its_letters(channel: Channel, derived: Derived) -> None:
    for to in (State.ACCEPTED, State.VERIFYING, State.REMEDY, State.ANSWERED, State.CLOSED):
        _step(channel, "丙", to, derived)
        assert all_complaints()[0].state == to

    (complaint,) = all_complaints()
    assert (complaint.decided_on, complaint.answered_on, complaint.closed_on) == (NEXT, NEXT, NEXT)
    assert complaint.kind == Kind.DATA_REQUESTS
    assert "回信：已答复" in _letters(derived)
    assert Entry.objects.filter(body__contains='"step"').count() == 5


def test_who_has_not_read_it_does_nothing(channel: Channel, derived: Derived) -> None:
    (complaint,) = all_complaints()
    sealed = channel.sealed_for(derived.box.public, "假的")
    for proof in ("", "0" * 32, complaint.proof_digest):
        with pytest.raises(RefusedHandling):
            keep_reply(complaint.pk, proof, sealed, handler=channel.holders["丙"].row, today=NEXT, random=os.urandom)
    assert "假的" not in _letters(derived)


def test_what_was_not_handed_over_cannot_be_handled(channel: Channel) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived)
    (complaint,) = all_complaints()

    with pytest.raises(RefusedHandling):
        keep_reply(
            complaint.pk,
            channel.proof("丙", complaint),
            channel.sealed_for(derived.box.public, "早了"),
            handler=channel.holders["丙"].row,
            today=DAY,
            random=os.urandom,
        )


def test_no_step_is_skipped(channel: Channel, derived: Derived) -> None:
    with pytest.raises(RefusedHandling, match="不能直接到"):
        _step(channel, "丙", State.CLOSED, derived)


def test_not_accepting_takes_two_and_its_letter_waits(channel: Channel, derived: Derived) -> None:
    proposal = _step(channel, "丙", State.NOT_ACCEPTED, derived, Reason.OUT_OF_SCOPE)
    assert isinstance(proposal, Proposal)
    (complaint,) = all_complaints()
    assert complaint.state == State.RECEIVED
    assert "回信：不予受理" not in _letters(derived)
    proof = channel.proof("丙", complaint)
    with pytest.raises(RefusedHandling, match="另一位"):
        agree_to(proposal.pk, proof, handler=channel.holders["丙"].row, today=NEXT)

    agree_to(proposal.pk, proof, handler=channel.holders["丁"].row, today=NEXT)
    assert all_complaints()[0].state == State.NOT_ACCEPTED
    assert "回信：不予受理" in _letters(derived)


def test_a_declined_step_takes_its_letter_with_it(channel: Channel, derived: Derived) -> None:
    before = Message.objects.count()
    proposal = _step(channel, "丙", State.NOT_ACCEPTED, derived, Reason.JUNK)
    assert isinstance(proposal, Proposal)
    decline(proposal.pk, channel.proof("丙", all_complaints()[0]), handler=channel.holders["丁"].row, today=NEXT)

    assert Message.objects.count() == before
    assert Proposal.objects.count() == 0
    assert all_complaints()[0].state == State.RECEIVED


def test_a_second_proposal_takes_the_place_of_the_first(channel: Channel, derived: Derived) -> None:
    before = Message.objects.count()
    for _ in range(2):
        _step(channel, "丙", State.NOT_ACCEPTED, derived, Reason.JUNK)

    assert Proposal.objects.count() == 1
    assert Message.objects.count() == before + 1


def test_an_extension_takes_two_and_comes_once(channel: Channel, derived: Derived) -> None:
    _step(channel, "丙", State.ACCEPTED, derived)
    (complaint,) = all_complaints()
    proof, sealed = channel.proof("丙", complaint), channel.sealed_for(derived.box.public, "延期")
    asked = ask_extension(complaint.pk, proof, sealed, handler=channel.holders["丙"].row, today=NEXT, random=os.urandom)
    with pytest.raises(RefusedHandling, match="另一位"):
        agree_to(asked.pk, proof, handler=channel.holders["丙"].row, today=NEXT)
    agree_to(asked.pk, proof, handler=channel.holders["丁"].row, today=NEXT)

    assert all_complaints()[0].is_extended
    assert "延期" in _letters(derived)
    with pytest.raises(RefusedHandling, match="不能再延"):
        ask_extension(complaint.pk, proof, sealed, handler=channel.holders["丙"].row, today=NEXT, random=os.urandom)


@pytest.mark.parametrize("sealed", [b"", "明文".encode(), b"x" * 24576, b"age-encryption.org/v1"])
def test_a_client_s_word_that_it_sealed_is_not_taken(channel: Channel, derived: Derived, sealed: bytes) -> None:
    (complaint,) = all_complaints()

    with pytest.raises(RefusedHandling, match="不是封好的密文"):
        keep_reply(
            complaint.pk,
            channel.proof("丙", complaint),
            sealed,
            handler=channel.holders["丙"].row,
            today=NEXT,
            random=os.urandom,
        )


def test_an_envelope_is_sealed_anew_for_other_readers(channel: Channel, derived: Derived) -> None:
    (complaint,) = all_complaints()
    (message,) = complaint.messages.filter(direction__in=FROM_REPORTER)
    proof, anew = channel.proof("丙", complaint), channel.sealed_for(channel.holders["丁"].box.public, "话")
    arguments = {"handler": channel.holders["丙"].row, "today": NEXT, "random": os.urandom}
    replace_envelope(complaint.pk, proof, message.pk, anew, **arguments)  # type: ignore[arg-type]

    assert channel.read("甲", complaint) == []
    assert channel.read("丁", complaint)[0].text == "话"
    with pytest.raises(RefusedHandling, match="没有替换"):
        replace_envelope(complaint.pk, proof, "0" * 32, anew, **arguments)  # type: ignore[arg-type]


def _write(channel: Channel, complaints: list[Complaint], who: str = "丙") -> tuple[Item, dict[str, str]]:
    proofs = {one.pk: channel.proof("丙", one) for one in complaints}
    sealed = channel.sealed_for(channel.holders["丁"].box.public, "改写")
    item = items.write_item(proofs, sealed, "签", handler=channel.holders[who].row, today=NEXT, random=os.urandom)
    return item, proofs


def _check(channel: Channel, item: Item, proofs: dict[str, str], who: str, boxes: dict[str, bytes]) -> None:
    items.check_item(item.pk, proofs, "签", boxes, handler=channel.holders[who].row, today=NEXT, random=os.urandom)


def test_a_wording_goes_out_only_checked_shown_and_unopposed(channel: Channel, derived: Derived) -> None:
    _step(channel, "丙", State.ACCEPTED, derived)
    (complaint,) = all_complaints()
    item, proofs = _write(channel, [complaint])
    boxes = {complaint.pk: channel.sealed_for(derived.box.public, "改写")}
    assert look_into(derived).wording is None
    with pytest.raises(RefusedHandling, match="另一位"):
        _check(channel, item, proofs, "丙", boxes)
    with pytest.raises(RefusedHandling, match="缺了几位"):
        _check(channel, item, proofs, "丁", {})
    _check(channel, item, proofs, "丁", boxes)
    wording = look_into(derived).wording
    assert wording is not None
    assert wording.payload.text == "改写"

    for day in (26, 27, 28):  # the day itself, and the two full days of the reporter
        with pytest.raises(RefusedHandling, match="还不能导出"):
            items.export_item(item.pk, proofs, handler=channel.holders["丁"].row, today=NEXT.replace(day=day))
    gone = items.export_item(item.pk, proofs, handler=channel.holders["丁"].row, today=NEXT.replace(day=29))
    assert gone.state == ItemState.EXPORTED
    assert gone.link not in items.link_hash(gone)


def test_an_objection_stops_a_wording(channel: Channel, derived: Derived) -> None:
    _step(channel, "丙", State.ACCEPTED, derived)
    (complaint,) = all_complaints()
    item, proofs = _write(channel, [complaint])
    _check(channel, item, proofs, "丁", {complaint.pk: channel.sealed_for(derived.box.public, "改写")})
    channel.send(Report("会认出我", act=Act.OBJECT), derived, today=NEXT)
    channel.batch(NEXT.replace(day=27))

    assert Item.objects.get().state == ItemState.OBJECTED
    with pytest.raises(RefusedHandling):
        items.export_item(item.pk, proofs, handler=channel.holders["丁"].row, today=NEXT.replace(day=30))


def test_several_reports_go_as_one_and_each_reporter_sees_it(channel: Channel, derived: Derived) -> None:
    other = channel.derive(channel.code())
    channel.send(Report("一样的事"), other, today=NEXT)
    channel.batch(NEXT.replace(day=27))
    Complaint.objects.update(state=State.VERIFYING)
    both = all_complaints()
    item, proofs = _write(channel, both)
    keys = {one.pk: one.box_key for one in both}
    _check(channel, item, proofs, "丁", {pk: channel.sealed_for(key, "合为一条") for pk, key in keys.items()})

    for one in (derived, other):
        wording = look_into(one).wording
        assert wording is not None
        assert wording.payload.text == "合为一条"
    destroy(other, random=os.urandom)
    assert look_into(derived).wording is not None
    destroy(derived, random=os.urandom)
    assert Item.objects.count() == ContentKey.objects.count() == 0


def test_a_wording_is_for_accepted_complaints_only(channel: Channel, derived: Derived) -> None:
    with pytest.raises(RefusedHandling, match="已受理"):
        _write(channel, all_complaints())


def test_who_shows_only_some_proofs_gets_nothing(channel: Channel, derived: Derived) -> None:
    _step(channel, "丙", State.ACCEPTED, derived)
    item, proofs = _write(channel, all_complaints())
    for wrong in ({}, dict.fromkeys(proofs, "0" * 32), {**proofs, "0" * 32: "0" * 32}):
        with pytest.raises(RefusedHandling):
            items.export_item(item.pk, wrong, handler=channel.holders["丁"].row, today=NEXT)
