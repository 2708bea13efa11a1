"""What a paper asks: by its text, else by its title."""

from datetime import datetime

import pytest

from jianfu.relief.papers import read_paper
from jianfu.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.china()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("关于报送防汛值班表的通知", "报送材料"),
        ("关于做好全民阅读信息报送的通知", "报送材料"),
        ("关于做好安全月活动材料上报工作的通知", "报送材料"),
        ("关于开展特种设备安全隐患排查的通知", "排查"),
        ("关于组织小额信贷业务培训的通知", "参加"),
        ("关于调整水源保护工作专班的通知", ""),
        ("关于迅速落实冷链物流有关要求的通知", ""),
        ("关于做好党建考核迎检准备的通知", "迎检"),
    ],
)
def test_titles_that_ask_are_told_from_those_that_only_inform(title: str, words: str) -> None:
    assert read_paper(title, "", None, CALENDAR).words == words


def test_the_first_deadline_of_the_text_counts() -> None:
    text = "请于12月12日前报送名单，12月9日12:00前报送值班表。"

    read = read_paper("关于防汛工作的通知", text, datetime(2023, 12, 7, 9), CALENDAR)

    assert read.due_at == datetime(2023, 12, 9, 12, 0)


def test_a_report_that_comes_every_month_is_no_single_deadline() -> None:
    assert read_paper("关于防汛工作的通知", "每月25日前报送情况。", datetime(2023, 12, 7, 9), CALENDAR).due_at is None
