"""What a handler does from the desk, and to whom it is sealed."""

import json
import os
from pathlib import Path

import pytest
from pretend_server import TODAY, PretendServer, sit_down

from jianfu.voice.desk import acting, items
from jianfu.voice.desk.acting import CannotDo
from jianfu.voice.desk.complaints import Desk, Opened, Overview
from jianfu.voice.desk.keyfile import make_keys
from jianfu.voice.desk.server import Refused, Server, Unreachable, send_over_https
from jianfu.voice.rules.course import Reason, State
from jianfu.voice.rules.routing import Body
from jianfu.voice.sealing.envelopes import File
from jianfu.voice.wire import check_item_signature

TOO_OPEN = "上河村反映：每周五让我报同一张表，已经报了十次，王主任催。"


def the_one(desk: Desk) -> tuple[Overview, Opened]:
    overview = desk.look()
    return overview, overview.complaints[0]


def test_readers_open_and_others_only_count(server: PretendServer, tmp_path: Path) -> None:
    server.report("专班自己也重复要材料，每月三次。", about_office=True)
    server.report("某局每周要同一张表。")

    assert [one.text for one in sit_down(server, "乙", tmp_path).look().complaints] == [
        "专班自己也重复要材料，每月三次。",
        "某局每周要同一张表。",
    ]
    office = sit_down(server, "甲", tmp_path).look()
    assert [one.text for one in office.complaints] == ["某局每周要同一张表。"]
    assert office.unreadable == 1


def test_an_answer_reaches_the_reporter_and_the_readers_and_nobody_else(server: PretendServer, tmp_path: Path) -> None:
    token = server.report("某局每周要同一张表。", hidden=("县委督查室",))
    desk = sit_down(server, "乙", tmp_path)
    acting.reply(desk, *the_one(desk), "已收到，请放心。")

    assert [p.text for p in server.read_box(token)] == ["已收到，请放心。"]
    envelope = server.complaints[0]["envelopes"][-1]["token"]
    assert {name for name in server.keys if server.opens(name, envelope)} == {"甲", "乙", "丙"}
    assert [m.text for m in the_one(sit_down(server, "丙", tmp_path))[1].messages][-1] == "已收到，请放心。"


def test_an_empty_answer_is_refused(server: PretendServer, tmp_path: Path) -> None:
    server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path)

    with pytest.raises(CannotDo, match="几句话"):
        acting.reply(desk, *the_one(desk), "  \n")


def test_the_server_gives_a_key_of_its_own_and_gets_nothing(server: PretendServer, tmp_path: Path) -> None:
    """An administrator registers a key at night: until somebody has compared it, nothing is sealed to it."""
    token = server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path)
    intruder = make_keys("戊", "市减负办", Body.UPPER_LEVEL, random=os.urandom)
    server.keys["戊"] = intruder
    server.lines.append(intruder.line)
    overview, one = the_one(desk)
    acting.reply(desk, overview, one, "已收到。")
    envelope = server.complaints[0]["envelopes"][-1]["token"]

    assert [reader.name for reader in overview.known.new] == ["戊"]
    assert not server.opens("戊", envelope)
    assert server.read_box(token)


def test_the_server_swaps_the_reporters_or_a_readers_key_and_gets_nothing(
    server: PretendServer, tmp_path: Path
) -> None:
    server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path)
    false = make_keys("丙", "市减负办", Body.UPPER_LEVEL, random=os.urandom)
    server.lines[2] = false.line
    server.keys["假丙"] = false
    acting.reply(desk, *the_one(desk), "已收到。")

    assert not server.opens("假丙", server.complaints[0]["envelopes"][-1]["token"])


def test_without_compared_keys_nothing_is_sealed(server: PretendServer, tmp_path: Path) -> None:
    server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path, compared=False)

    with pytest.raises(CannotDo, match="核对"):
        acting.reply(desk, *the_one(desk), "已收到。")
    assert not [ask for ask in server.asked if ask["do"] == "reply"]


def test_steps_follow_the_course(server: PretendServer, tmp_path: Path) -> None:
    token = server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path)

    assert acting.take_step(desk, *the_one(desk), State.ACCEPTED, reason=None, text="决定受理。")
    with pytest.raises(CannotDo, match="不能直接"):
        acting.take_step(desk, *the_one(desk), State.CLOSED, reason=None, text="办结。")
    assert the_one(desk)[1].state is State.ACCEPTED
    assert server.read_box(token)[0].facts["进度"] == "已受理"


def test_not_accepting_needs_a_reason_and_a_second_person(server: PretendServer, tmp_path: Path) -> None:
    token = server.report("某局每周要同一张表。")
    first, second = sit_down(server, "乙", tmp_path), sit_down(server, "丙", tmp_path)
    with pytest.raises(CannotDo, match="理由"):
        acting.take_step(first, *the_one(first), State.NOT_ACCEPTED, reason=None, text="不属于减负事项。")

    taken = acting.take_step(
        first, *the_one(first), State.NOT_ACCEPTED, reason=Reason.OUT_OF_SCOPE, text="不属于减负事项。"
    )
    assert not taken
    assert server.read_box(token) == []
    overview, one = the_one(first)
    with pytest.raises(CannotDo, match="另一位"):
        acting.answer_proposal(first, one, overview.proposals_of(one)[0], agrees=True)

    overview, one = the_one(second)
    proposal = overview.proposals_of(one)[0]
    assert second.open_envelope(proposal["notice"]).text == "不属于减负事项。"
    acting.answer_proposal(second, one, proposal, agrees=True)
    assert the_one(second)[1].state is State.NOT_ACCEPTED
    assert server.read_box(token)[0].facts["理由"] == "不属于减负事项"


def test_a_proposal_is_declined_or_taken_back(server: PretendServer, tmp_path: Path) -> None:
    server.report("某局每周要同一张表。", state="accepted")
    desk = sit_down(server, "乙", tmp_path)
    acting.ask_extension(desk, *the_one(desk), "要到两个单位核查。")
    overview, one = the_one(desk)
    acting.answer_proposal(desk, one, overview.proposals_of(one)[0], agrees=False)

    assert server.proposals == []
    assert not server.complaints[0]["is_extended"]


def make_item(text: str, overview: Overview) -> items.Item:
    return items.Item(text, "data_request", "县某局", ("青农发〔2023〕5号",), overview.inbox["day"])


def test_an_item_goes_its_way_through_two_people_and_the_reporter(server: PretendServer, tmp_path: Path) -> None:
    tokens = [
        server.report("王主任每周五让我报同一张表，已经报了十次。", state="accepted"),
        server.report("同一张表两个系统都要填，每周一次。", state="verifying", hidden=("县委督查室",)),
    ]
    first, second = sit_down(server, "乙", tmp_path), sit_down(server, "丙", tmp_path)
    overview = first.look()
    item = make_item("各乡镇每周向两处重复报送内容相同的报表。", overview)
    assert items.list_doubts(item, list(overview.complaints)) == []
    token = items.write_item(first, overview, list(overview.complaints), item)
    row, sources = first.look().items()[0]
    assert row["token"] == token
    with pytest.raises(CannotDo, match="另一位"):
        items.check_item(first, first.look(), row, sources)

    # What one of the complaints hides from supervision, the item of both hides too.
    assert not server.opens("丁", row["envelope"])
    assert items.open_item(second, row) == item
    items.check_item(second, second.look(), row, sources)
    assert [server.read_box(t)[0].text for t in tokens] == [item.text, item.text]
    with pytest.raises(Refused, match="异议"):
        items.export_item(second, second.look(), row, sources)

    server.items[0]["free_on"] = "2023-12-06"
    exported = items.export_item(second, second.look(), *second.look().items()[0])
    told = json.loads(exported)
    assert told["item"] == item.wording()
    assert {one["name"] for one in told["signatures"]} == {"乙", "丙"}
    for one in told["signatures"]:
        check_item_signature(told["item"], one["key"], one["signature"])
    for complaint in overview.complaints:
        assert complaint.token not in exported.decode()
        assert complaint.text not in exported.decode()


def test_the_desk_warns_of_what_identifies(server: PretendServer, tmp_path: Path) -> None:
    server.report("王主任每周五让我报同一张表，已经报了十次。", state="accepted")
    desk = sit_down(server, "乙", tmp_path)
    _, one = the_one(desk)
    item = items.Item(
        "上河村反映：每周五让我报同一张表，已经报了十次，王主任催。", "data_request", "县某局", (), "2023-12-07"
    )
    doubts = "\n".join(items.list_doubts(item, [one], {"上河村"}))

    assert "可能是人名：“王主任”" in doubts
    assert "少数人所在的地方：“上河村”" in doubts
    assert "照抄了反映人的原话：“每周五让我报同一张表，已经报了十次" in doubts
    assert "只有一件反映" in doubts
    assert "没有写文号" in doubts


def test_a_changed_item_is_not_passed(server: PretendServer, tmp_path: Path) -> None:
    server.report("某局每周要同一张表。", state="accepted")
    first, second = sit_down(server, "乙", tmp_path), sit_down(server, "丙", tmp_path)
    overview, one = the_one(first)
    items.write_item(first, overview, [one], make_item("各乡镇每周重复报送报表。", overview))
    server.items[0]["by"] = server.keys["甲"].signing.public

    with pytest.raises(CannotDo, match="签名不符"):
        items.open_item(second, server.items[0])


def test_a_new_handler_reads_after_rekeying_and_exclusions_hold(server: PretendServer, tmp_path: Path) -> None:
    open_one = server.report("某局每周要同一张表。")
    closed_to_him = server.report("督查室的检查太多，一月四次。", hidden=("县委督查室",))
    newcomer = make_keys("己", "县委督查室综合科", Body.SUPERVISION, random=os.urandom)
    server.keys["己"] = newcomer
    server.lines.append(newcomer.line)
    desk = sit_down(server, "乙", tmp_path)
    acting.reply(desk, desk.look(), desk.look().find(open_one), "已收到。")
    overview = desk.look()
    results = [acting.rekey_complaint(desk, overview, one) for one in overview.complaints]

    assert results == [(2, ""), (1, "")]
    newcomers = sit_down(server, "己", tmp_path).look()
    assert [one.token for one in newcomers.complaints] == [open_one]
    assert len(newcomers.complaints[0].messages) == 2
    assert server.read_box(open_one)[0].text == "已收到。"  # the reporter still reads it
    assert newcomers.find(closed_to_him) is None


def test_who_left_opens_nothing_sealed_anew(server: PretendServer, tmp_path: Path) -> None:
    server.report("某局每周要同一张表。")
    desk = sit_down(server, "乙", tmp_path)
    server.lines = [line for line in server.lines if line != server.keys["丁"].line]
    overview, one = the_one(desk)
    acting.rekey_complaint(desk, overview, one)
    envelope = server.complaints[0]["envelopes"][0]["token"]

    assert {name for name in server.keys if server.opens(name, envelope)} == {"甲", "乙", "丙"}


def test_all_keys_are_lost_and_three_parts_bring_all_back(server: PretendServer, tmp_path: Path) -> None:
    """Every handler's key is gone; new keys are registered, and the recovery key seals all anew for them."""
    server.report("某局每周要同一张表。")
    server.report("督查室的检查太多，一月四次。", hidden=("县委督查室",))
    for name, (unit, body) in {
        "新乙": ("县纪委监委", Body.DISCIPLINE),
        "新丙": ("市减负办", Body.UPPER_LEVEL),
        "新丁": ("县委督查室", Body.SUPERVISION),
    }.items():
        server.keys[name] = make_keys(name, unit, body, random=os.urandom)
    server.lines = [server.keys[name].line for name in ("新乙", "新丙", "新丁")]
    assert sit_down(server, "新乙", tmp_path).look().complaints == ()

    # Whoever of the supervision office does it puts no key of that office under what was hidden from it.
    desk = sit_down(server, "新丁", tmp_path, recovery=server.recovery.secret)
    overview = desk.look()
    assert [acting.rekey_complaint(desk, overview, one) for one in overview.complaints] == [(1, ""), (1, "")]
    assert len(sit_down(server, "新乙", tmp_path).look().complaints) == 2
    assert len(sit_down(server, "新丁", tmp_path).look().complaints) == 1


def test_files_are_fetched_when_they_are_wanted(server: PretendServer, tmp_path: Path) -> None:
    server.report("见附件。", files=(File("txt", "表样".encode()),))
    desk = sit_down(server, "乙", tmp_path)
    message = the_one(desk)[1].messages[0]

    assert message.file_names == ("附件-1.txt",)
    file = desk.open_file(message.token, "附件-1.txt")
    assert file is not None
    assert file.data.decode() == "表样"
    assert desk.open_file(message.token, "附件-2.txt") is None


def test_what_the_server_says_is_not_believed_blindly(server: PretendServer) -> None:
    keys = server.keys["乙"]
    answers = {b"[]": "看不懂", b"no json": "看不懂"}
    for body, words in answers.items():
        way = Server(
            lambda _, __, body=body: (200, body),
            keys,
            today=lambda: TODAY,
            random=os.urandom,
        )
        with pytest.raises(Unreachable, match=words):
            way.load_inbox()


def test_a_server_that_is_not_there_is_told(server: PretendServer) -> None:
    def gone(body: bytes, header: str) -> tuple[int, bytes]:
        raise OSError("refused")

    way = Server(gone, server.keys["乙"], today=lambda: TODAY, random=os.urandom)
    with pytest.raises(Unreachable, match="连不上"):
        way.load_inbox()


@pytest.mark.parametrize("address", ["http://voice.example", "ftp://x", "voice.example", ""])
def test_only_https_leaves_this_computer(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        send_over_https(address, None)
