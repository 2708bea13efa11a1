"""Senders: one organ under several names, houses, other places."""

import pytest

from jianfu.overlap.notices.words.organs import Kinship, compare_senders, find_place, read_sender

CASES = [
    ("青岚县市场监督管理局", "县市监局", Kinship.SAME),
    ("青岚县人民政府", "县政府", Kinship.SAME),
    ("中国银行业监督管理委员会云南监管局", "云南银监局", Kinship.SAME),
    ("中共青岚县应急管理局党组", "青岚县应急管理局", Kinship.SAME),
    ("青岚县人民政府", "青岚县人民政府办公室", Kinship.KIN),
    ("青岚县教育局、青岚县公安局", "青岚县公安局", Kinship.KIN),
    ("青岚县教育局", "青岚县体育局", Kinship.OTHER),
    ("县委", "县卫生健康委员会", Kinship.OTHER),
    ("国务院办公厅", "云岫省人民政府", Kinship.OTHER),
    ("泽陵市水利局", "青岚县水利局", Kinship.OTHER),
    ("青岚县人民政府", "枫溪县人民政府", Kinship.PARALLEL),
    ("松溪镇人民政府", "竹沅镇人民政府", Kinship.PARALLEL),
    ("", "青岚县人民政府", Kinship.UNKNOWN),
]


@pytest.mark.parametrize(("one", "other", "kinship"), CASES)
def test_how_two_senders_belong_together(one: str, other: str, kinship: Kinship) -> None:
    senders = [read_sender(name) for name in (one, other)]

    assert compare_senders(*senders) is kinship
    assert compare_senders(*reversed(senders)) is kinship


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("青岚县应急局", "青岚县"),
        ("云岫省泽陵市水利局", "云岫省泽陵市"),
        ("国务院办公厅", ""),
        ("四川银监局", "四川"),
        ("松溪镇政府", "松溪镇"),
        ("农业农村局", ""),
        ("全县各乡镇", ""),
    ],
)
def test_the_place_stands_at_the_head_of_the_name(words: str, place: str) -> None:
    assert find_place(words) == place
