"""Number, title, issuers, date and recipients of papers; all names are invented."""

from datetime import date

import pytest

from jianfu.reading.elements.issuers import find_organs
from jianfu.reading.reader import read_identity

HEAD = "青岚县应急管理局\n"
TITLE = "关于做好岁末年初值守工作的通知\n"
BODY = "各乡镇人民政府：\n请按照要求做好值守工作。\n"
END = "青岚县应急管理局\n2023年12月7日\n"


def own_number(text: str) -> str | None:
    number = read_identity(text).doc_number
    return number.value.text if number else None


def issuers_of(text: str) -> list[str]:
    identity = read_identity(text)
    if identity.joint_issuers:
        return [fact.value for fact in identity.joint_issuers]
    return [identity.issuer.value] if identity.issuer else []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (HEAD + "青应急〔2023〕45号\n" + TITLE + BODY + END, "青应急〔2023〕45号"),
        (HEAD + TITLE + "（青应急〔2023〕45号）\n" + BODY + END, "青应急〔2023〕45号"),
        (HEAD + TITLE + "（青应急〔2023〕45号 青岚县应急管理局）\n" + BODY, "青应急〔2023〕45号"),
        ("青应急\n指挥\n〔\n2023\n〕\n45\n号\n" + HEAD + TITLE + BODY + END, "青应急指挥〔2023〕45号"),
        ("特急\n青应急〔\n2023\n〕\n45\n号\n" + TITLE + BODY + END, "青应急〔2023〕45号"),
        ("索引号：0001 文号： 青应急〔2023〕45号\n" + TITLE + BODY + END, "青应急〔2023〕45号"),
        ("青岚县应急管理局关于值守的通知青应急〔2023〕45号各乡镇：请做好值守工作。", "青应急〔2023〕45号"),
    ],
)
def test_the_own_number_is_found_in_any_layout(text: str, number: str) -> None:
    assert own_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        TITLE + "各乡镇：\n根据《关于值守的通知》（岚应急〔2023〕3号）要求，请做好值守工作。\n" + END,
        TITLE + "各乡镇：\n根据岚应急〔2023〕3号文件精神，请做好值守工作。\n" + END,
        "转发岚应急〔2023〕3号文件的函\n各乡镇：\n现转发给你们。\n" + END,
        TITLE + BODY + END + "附件\n废止文件目录\n青应急〔2015〕3号\n青应急〔2016〕8号\n",
        TITLE + BODY + END + "附件：岚应急〔2023〕3号.pdf\n",
    ],
)
def test_a_quoted_number_is_never_the_papers_own(text: str) -> None:
    assert own_number(text) is None


@pytest.mark.parametrize(
    ("line", "organs"),
    [
        ("青岚县民政局 青岚县财政局", ["青岚县民政局", "青岚县财政局"]),
        ("青岚县民政局　　　青岚县财政局", ["青岚县民政局", "青岚县财政局"]),
        ("青岚县人民政府、岚山军区", ["青岚县人民政府", "岚山军区"]),
        ("青 岚 县 民 政 局", ["青岚县民政局"]),
        ("青岚县委 办公室", ["青岚县委办公室"]),
        ("青岚县 民政局", ["青岚县民政局"]),
        ("青岚县应急管理局文件", ["青岚县应急管理局"]),
        ("请青岚县民政局、青岚县财政局于周五前报送", []),
        ("特此通知", []),
        ("", []),
    ],
)
def test_names_on_a_line(line: str, organs: list[str]) -> None:
    assert find_organs(line) == organs


@pytest.mark.parametrize(
    ("signature", "issuers"),
    [
        ("青岚县民政局 青岚县财政局\n2023年12月7日\n", ["青岚县民政局", "青岚县财政局"]),
        ("青岚县民政局\n青岚县财政局\n2023年12月7日\n", ["青岚县民政局", "青岚县财政局"]),
        ("青岚县民政局 2023年12月7日\n", ["青岚县民政局"]),
        ("青岚县民政局\n2023年12月7日\n附件1\n方案\n青岚县水利局\n2023年11月1日\n", ["青岚县民政局"]),
    ],
)
def test_who_signs_above_the_date_issues(signature: str, issuers: list[str]) -> None:
    text = TITLE + BODY + signature

    assert issuers_of(text) == issuers
    issued_on = read_identity(text).issued_on
    assert issued_on is not None
    assert issued_on.value == date(2023, 12, 7)


def test_a_signature_that_leaves_out_the_upper_organ_is_completed_by_the_title() -> None:
    text = "青岚县民政局社会救助司关于值守的函\n" + BODY + "社会救助司\n2023年12月7日\n"

    assert issuers_of(text) == ["青岚县民政局社会救助司"]


def test_one_name_on_two_lines_is_one_issuer() -> None:
    text = "青岚县民政局救助办公室\n" + TITLE + BODY + "青岚县民政局\n救助办公室\n2023年12月7日\n"

    assert issuers_of(text) == ["青岚县民政局救助办公室"]


@pytest.mark.parametrize("text", [TITLE + BODY, "请大家按时参会。", "青岚县\n今天\n"])
def test_no_issuer_and_no_date_are_invented(text: str) -> None:
    identity = read_identity(text)

    assert identity.issuer is None
    assert identity.issued_on is None


def test_a_date_in_the_body_is_not_the_papers() -> None:
    text = TITLE + "各乡镇：\n会议时间\n2023年12月20日\n请按时参加。\n" + END

    issued_on = read_identity(text).issued_on
    assert issued_on is not None
    assert issued_on.value == date(2023, 12, 7)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("二〇二三年十二月七日", date(2023, 12, 7)),
        ("二ОО六年六月八日", date(2006, 6, 8)),
        ("二0一0年四月十八日", date(2010, 4, 18)),
        ("2023 年 12 月 7 日", date(2023, 12, 7)),
        ("2023\n年\n12\n月\n7\n日", date(2023, 12, 7)),
    ],
)
def test_dates_in_every_spelling(words: str, day: date) -> None:
    issued_on = read_identity(TITLE + BODY + "青岚县民政局\n" + words).issued_on

    assert issued_on is not None
    assert issued_on.value == day


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (HEAD + TITLE + BODY, "关于做好岁末年初值守工作的通知"),
        ("关于做好\n岁末年初\n值守工作\n的通知\n" + BODY, "关于做好岁末年初值守工作的通知"),
        ("关于做好\n值 守 工 作 的 通 知\n" + BODY, "关于做好值守工作的通知"),
        ("来源：关于其他工作的通知\n" + TITLE + BODY, "关于做好岁末年初值守工作的通知"),
        ("《关于印发〈值守办法〉的通知》\n" + BODY, "关于印发〈值守办法〉的通知"),
        ("青岚县人民政府令\n第3号\n《办法》已经通过。", "青岚县人民政府令"),
    ],
)
def test_the_title_is_found_among_the_lines_of_the_head(text: str, title: str) -> None:
    found = read_identity(text).title

    assert found is not None
    assert found.value == title


def test_the_name_of_an_attachment_is_no_title() -> None:
    text = "青岚县民政局便笺\n各乡镇：\n现将材料发给你们。\n附件：关于做好值守工作的通知\n"

    assert read_identity(text).title is None


@pytest.mark.parametrize("line", ["符合下列条件的，可以申请：", "发布时间：", "根据工作安排，现就笔试安排如下："])
def test_a_sentence_before_a_colon_names_no_recipients(line: str) -> None:
    assert read_identity(f"{TITLE}{line}\n一、内容。\n").recipients == ()


def test_a_paper_attached_whole_gives_nothing_to_the_letter_above_it() -> None:
    letter = "青教函〔2026〕1号\n各学校：\n现将通知（岚消〔2026〕2号）转发给你们。\n"
    attached = "岚消〔2026〕2号\n关于开展宣传的通知\n各乡镇：\n请开展宣传。\n岚山县消费者委员会\n2026年1月9日\n"

    identity = read_identity(letter + attached)

    assert own_number(letter + attached) == "青教函〔2026〕1号"
    assert (identity.title, identity.issuer, identity.issued_on) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("附件：值守表", ["值守表"]),
        ("附件：1.值守表\n　　　2.联系表", ["值守表", "联系表"]),
        ("附件：\n1.值守表\n2.联系表", ["值守表", "联系表"]),
        ("详见附件。", []),
    ],
)
def test_attachments_are_listed_by_name(words: str, names: list[str]) -> None:
    found = read_identity(f"{TITLE}{BODY}\n{words}\n\n{END}").attachments

    assert [fact.value for fact in found] == names


def test_the_signer_ends_with_the_line() -> None:
    signer = read_identity("青政〔2023〕4号　签发人：林远舟\n\n青岚县政府关于拨款的请示\n").signer

    assert signer is not None
    assert signer.value == "林远舟"
