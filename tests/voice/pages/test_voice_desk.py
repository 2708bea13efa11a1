"""The desk's door: signed, once, by registered keys; and what it shows is days, states and ciphertext."""

import json
import os
from datetime import date, timedelta
from typing import Any

import pytest
from channel_fixtures import DAY, NEXT, Browser, Channel, Holder, all_complaints

from jianfu.voice.actions.receiving import Report
from jianfu.voice.actions.registering import retire_handler
from jianfu.voice.record.models import Complaint, Opening
from jianfu.voice.sealing.envelopes import open_
from jianfu.voice.wire import (
    PATH,
    PROOF_FACT,
    SigningKey,
    decode_sealed,
    encode_body,
    encode_sealed,
    read_registration,
    sign_request,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class Desk:
    """A handler's computer."""

    def __init__(self, browser: Browser, holder: Holder, day: date = DAY) -> None:
        self.browser, self.holder, self.day = browser, holder, day

    def send(self, body: bytes, header: str) -> Any:
        return self.browser.client.post(PATH, body, content_type="application/json", headers={"authorization": header})

    def ask(self, do: str, **more: Any) -> Any:
        body = encode_body({"do": do, **more})
        header = sign_request(body, key=self.holder.signing, day=self.day, nonce=os.urandom(16))
        answer = self.send(body, header)
        return answer.status_code, json.loads(answer.content)


@pytest.fixture
def desk(browser: Browser, channel: Channel) -> Desk:
    return Desk(browser, channel.holders["丙"])


def test_the_way_of_a_handler(channel: Channel, desk: Desk, browser: Browser) -> None:
    code = channel.code()
    derived = channel.derive(code)
    channel.send(Report("台账报了三遍"), derived, today=DAY - timedelta(days=1))
    assert desk.ask("inbox")[1]["complaints"] == []
    channel.batch(DAY)

    _, inbox = desk.ask("inbox")
    (row,) = inbox["complaints"]
    assert row["state"] == "received"
    assert row["due"]["accept"] == "2026-12-09"
    assert {read_registration(line).name for line in inbox["readers"]} == set("甲乙丙丁戊")
    _, fetched = desk.ask("fetch", token=row["envelopes"][0]["token"])
    payload = open_(decode_sealed(fetched["sealed"]), desk.holder.box.secret)
    assert payload.text == "台账报了三遍"

    sealed = encode_sealed(channel.sealed_for(derived.box.public, "受理了"))
    common = {"complaint": row["token"], "proof": payload.facts[PROOF_FACT], "sealed": sealed}
    assert desk.ask("step", to="accepted", kind="data_requests", **common)[0] == 200
    assert all_complaints()[0].state == "accepted"
    assert "受理了" in browser.post("box", code=code).content.decode()


def test_a_step_in_twos_over_the_wire(channel: Channel, desk: Desk, browser: Browser) -> None:
    derived = channel.derive(channel.code())
    channel.send(Report("话"), derived, today=DAY - timedelta(days=1))
    channel.batch(DAY)
    proof = channel.proof("丙", all_complaints()[0])
    sealed = encode_sealed(channel.sealed_for(derived.box.public, "不受理"))
    _, asked = desk.ask(
        "step", complaint=all_complaints()[0].pk, proof=proof, to="not_accepted", reason="junk", sealed=sealed
    )
    assert desk.ask("agree", proposal=asked["proposal"], proof=proof)[0] == 422
    second = Desk(browser, channel.holders["丁"])
    (row,) = second.ask("inbox")[1]["proposals"]
    assert row["by"] == desk.holder.signing.public
    assert second.ask("fetch", token=row["notice"])[0] == 200
    assert second.ask("agree", proposal=asked["proposal"], proof=proof)[0] == 200
    assert all_complaints()[0].state == "not_accepted"


def test_an_unsigned_or_changed_request_is_turned_away(channel: Channel, desk: Desk) -> None:
    body = encode_body({"do": "inbox"})
    good = sign_request(body, key=desk.holder.signing, day=DAY, nonce=os.urandom(16))
    stranger = sign_request(body, key=SigningKey(os.urandom(32)), day=DAY, nonce=os.urandom(16))
    old = sign_request(body, key=desk.holder.signing, day=DAY - timedelta(days=2), nonce=os.urandom(16))
    for sent, header in ((body, ""), (body, "Bearer x"), (b"{}", good), (body, stranger), (body, old)):
        assert desk.send(sent, header).status_code == 403
    assert desk.send(body, good).status_code == 200
    assert desk.send(body, good).status_code == 403, "played again"


def test_who_left_is_out_at_once(channel: Channel, desk: Desk) -> None:
    retire_handler(desk.holder.row.pk, today=DAY, actor="测试")

    assert desk.ask("inbox")[0] == 403


def test_ids_of_others_open_nothing(channel: Channel, desk: Desk) -> None:
    channel.send(Report("话"), channel.derive(channel.code()), today=DAY)  # not handed over yet
    (complaint,) = all_complaints()
    for message in complaint.messages.all():
        assert desk.ask("fetch", token=message.pk)[0] == 422
    assert desk.ask("fetch", token="0" * 32)[0] == 422


@pytest.mark.parametrize(
    "ask",
    [
        {},
        {"do": "no"},
        {"do": "fetch"},
        {"do": "step", "complaint": [], "proof": 3, "to": "x"},
        {"do": "item", "proofs": 3},
    ],
)
def test_nonsense_is_refused_with_words(channel: Channel, desk: Desk, ask: dict[str, Any]) -> None:
    body = encode_body(ask)
    answer = desk.send(body, sign_request(body, key=desk.holder.signing, day=DAY, nonce=os.urandom(16)))

    assert answer.status_code in {400, 422}
    assert json.loads(answer.content)["words"]


def test_the_drill_opens_the_channel_only_with_the_right_word(channel: Channel, desk: Desk) -> None:
    Opening.objects.update(drilled_on=None)
    assert desk.ask("drill", answer="")[0] == 422
    _, posed = desk.ask("drill-challenge")
    assert desk.ask("drill", answer="0" * 64)[0] == 422
    assert not desk.ask("inbox")[1]["is_open"]
    word = open_(decode_sealed(posed["sealed"]), channel.recovery.secret).text
    assert desk.ask("drill", answer=word)[0] == 200
    assert desk.ask("inbox")[1]["is_open"]


def test_what_a_desk_sees_of_who_reads_what_is_nothing(channel: Channel, desk: Desk) -> None:
    channel.send(Report("话"), channel.derive(channel.code()))
    channel.batch()
    desk.day = NEXT
    _, inbox = desk.ask("inbox")

    assert Complaint.objects.count() == 1
    assert "box_key" not in json.dumps(inbox["complaints"])
    assert set(inbox["complaints"][0]) == {
        "token", "received_on", "state", "is_priority", "is_extended", "is_reopened", "due", "overdue", "envelopes",
    }  # fmt: skip
