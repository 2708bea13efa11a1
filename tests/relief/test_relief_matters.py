"""The one list: a line a matter, deadlines first, nothing that was answered."""

from datetime import date, datetime
from itertools import count

import pytest

from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.relief.actions import mark_receipts
from jianfu.relief.matters import list_matters

DAY, NOW = date(2023, 12, 7), datetime(2023, 12, 7, 9, 30)
_numbers = count()
pytestmark = pytest.mark.django_db


def _receive(title: str, *, issuer: str = "应急局", due: datetime | None = None, day: date = DAY) -> Receipt:
    sender, _ = Organ.objects.get_or_create(name=issuer)
    township, _ = Organ.objects.get_or_create(name="松溪镇")
    key = f"{next(_numbers):032}"
    demand = Demand.objects.create(key=key, identity=key, kind="document", issuer=sender, title=title)
    return Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day, due_at=due)


def _list() -> list[tuple[str, int]]:
    township = Organ.objects.get(name="松溪镇")
    return [(matter.head.demand.title, len(matter.receipts)) for matter in list_matters(township.pk, DAY)]


def test_the_nearest_deadline_comes_first_and_none_last() -> None:
    _receive("关于报送秸秆禁烧情况的通知")
    _receive("关于报送防汛值班表的通知", due=datetime(2023, 12, 9, 17))
    _receive("关于上报危房台账的通知", due=datetime(2023, 12, 8, 17))

    assert [title for title, _ in _list()] == [
        "关于上报危房台账的通知",
        "关于报送防汛值班表的通知",
        "关于报送秸秆禁烧情况的通知",
    ]


def test_the_same_notice_again_is_one_line() -> None:
    title = "关于报送今冬明春火灾防控工作资料的通知"
    for day in (4, 5, 6):
        _receive(title, day=date(2023, 12, day))

    assert _list() == [(title, 3)]


def test_what_was_answered_is_off_the_list() -> None:
    receipt = _receive("关于报送防汛值班表的通知")
    mark_receipts([receipt], "done", actor="镇", now=NOW)

    assert _list() == []


def test_what_is_long_gone_or_still_to_come_is_not_on_it() -> None:
    _receive("关于报送防汛值班表的通知", day=date(2023, 10, 1))
    _receive("关于上报危房台账的通知", day=date(2023, 12, 20))

    assert _list() == []


def test_a_cleared_matter_shows_its_number_while_it_holds() -> None:
    receipt = _receive("关于报送防汛值班表的通知")
    draft = Draft.objects.create(
        organ=receipt.demand.issuer, kind="document", title=receipt.demand.title, state="cleared", created_at=NOW
    )
    number = ClearanceNumber.objects.create(
        number="减准〔2023〕1号",
        year=2023,
        place=1,
        draft=draft,
        since=DAY,
        expires_on=date(2024, 3, 6),
        hours_a_year=1,
    )
    township = receipt.receiver_id

    assert list_matters(township, DAY)[0].number == "减准〔2023〕1号"
    ClearanceNumber.objects.filter(pk=number.pk).update(expires_on=DAY)
    assert list_matters(township, DAY)[0].number == ""
