"""The short way to tell two matters apart never says what the long way would not."""

from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.notices.words import differences
from jianfu.overlap.notices.words.differences import Difference, list_differences, weigh_difference

KEYS = st.text(alphabet="消防安全排查整治工作第3批二2023年度县镇等切实做好⑨٣", max_size=12)


def weigh_slowly(first: str, second: str) -> Difference:
    order = list(Difference)
    pieces = differences._align(first, second)
    return max((differences._judge_piece(*piece) for piece in pieces), key=order.index, default=Difference.NONE)


@given(KEYS, KEYS)
def test_the_short_way_agrees_with_the_alignment(first: str, second: str) -> None:
    assert weigh_difference(first, second) is weigh_slowly(first, second)


def test_pieces_stand_side_by_side() -> None:
    assert list_differences("消防安全排查", "消防隐患排查整治") == (("安全", "隐患"), ("", "整治"))
