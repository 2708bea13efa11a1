"""What a sweep finds new, and that missing registers are neither a fall nor a rise."""

from datetime import date, datetime
from itertools import count

import pytest

from jianfu.ledger.models import DETAIL_MODELS, Demand, Organ, Receipt
from jianfu.monitoring.actions import count_messages, count_use, record_sweep
from jianfu.monitoring.models import KnownThing, PlatformUse, Sweep
from jianfu.monitoring.queries import list_own_burdens, read_own_burden
from jianfu.monitoring.sweep.sent_things import months_before, next_month
from jianfu.monitoring.sweep.signals import Signal
from jianfu.monitoring.sweep.sweeping import SweepOutcome, sweep_month
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar

MONTH, NOW = date(2023, 11, 1), datetime(2023, 12, 1, 1, 0)
CALENDAR = WorkCalendar.china()
TOWNSHIPS = ("松溪镇", "竹沅镇", "云台铺镇")
_numbers = count()
pytestmark = pytest.mark.django_db


def _receive(
    title: str, day: date, *, issuer: str = "应急局", kind: str = "document", receivers: tuple[str, ...] = TOWNSHIPS[:1]
) -> Demand:
    sender, _ = Organ.objects.get_or_create(name=issuer)
    key = f"{next(_numbers):032}"
    demand = Demand.objects.create(key=key, identity=key, kind=kind, issuer=sender, title=title)
    for receiver in receivers:
        township, _ = Organ.objects.get_or_create(name=receiver)
        key = f"{next(_numbers):032}"
        Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day)
    return demand


def _sweep(month: date = MONTH) -> SweepOutcome:
    return sweep_month(month, {}, CALENDAR)


def _signals() -> list[Signal]:
    return [found.signal for found in _sweep().found]


def _keep(month: date) -> Sweep:
    return record_sweep(month, _sweep(month), actor="夜间", now=NOW)


class TestNewThings:
    def test_a_form_that_nobody_asked_before_is_new_and_last_months_is_not(self) -> None:
        _receive("危房排查统计表", date(2023, 10, 5), kind="data_request")
        _receive("2023年11月危房排查统计表", date(2023, 11, 5), kind="data_request")
        assert _signals() == []

        _receive("养老机构登记表", date(2023, 11, 8), kind="data_request", receivers=TOWNSHIPS)
        (found,) = _sweep().found
        assert (found.signal, len(found.receipts)) == (Signal.NEW_FORM, 3)

    def test_apps_groups_and_plaques_are_told_apart(self) -> None:
        for day, suffix in ((date(2023, 10, 1), "甲"), (date(2023, 11, 1), "乙")):
            _receive(f"平安通{suffix}", day, kind="digital_tool")
            group = _receive(f"平安联络{suffix}", day, kind="digital_tool")
            DETAIL_MODELS[BurdenKind.DIGITAL_TOOL]._default_manager.create(demand=group, tool_form="微信群")
            _receive(f"志愿服务站牌{suffix}", day, kind="facility")

        assert sorted(_signals()) == [Signal.NEW_GROUP, Signal.NEW_PLACE, Signal.NEW_TOOL]

    def test_a_kind_whose_register_is_itself_new_is_not_judged(self) -> None:
        _receive("通知", date(2023, 9, 5))
        _receive("平安通", date(2023, 11, 5), kind="digital_tool")

        outcome = _sweep()

        assert outcome.found == []
        assert any("电子政务" in note and "不判断" in note for note in outcome.notes)

    def test_next_months_rows_do_not_belong_to_this_sweep(self) -> None:
        _receive("危房排查统计表", date(2023, 10, 5), kind="data_request")
        _receive("养老机构登记表", date(2023, 12, 1), kind="data_request")

        assert _signals() == []

    def test_what_was_registered_late_is_told_by_the_next_sweep_once(self) -> None:
        _receive("危房排查统计表", date(2023, 9, 5), kind="data_request")
        _keep(date(2023, 10, 1))
        _receive("养老机构登记表", date(2023, 9, 20), kind="data_request")

        (found,) = _sweep().found
        assert "补登，最早收到于 2023-09-20" in found.words
        _keep(MONTH)
        assert sweep_month(date(2023, 12, 1), {}, CALENDAR).found == []

    def test_a_month_swept_again_stands_once_and_finds_the_same(self) -> None:
        _receive("危房排查统计表", date(2023, 10, 5), kind="data_request")
        _receive("养老机构登记表", date(2023, 11, 8), kind="data_request")
        found = [[item.words for item in _keep(MONTH).items.all()] for _ in range(2)]

        assert found[0] == found[1] != []
        assert Sweep.objects.count() == 1
        assert KnownThing.objects.count() == 2


def _send(
    issuer: str, month: int, times: int, *, kind: str = "document", receivers: tuple[str, ...] = TOWNSHIPS
) -> None:
    for number in range(times):
        day = date(2023, month, 1 + number % 27)
        _receive(f"关于第{number}号事项的通知", day, issuer=issuer, kind=kind, receivers=receivers)


class TestJumps:
    @pytest.fixture(autouse=True)
    def _usual_county(self) -> None:
        """Four senders, four papers a month each, from May on."""
        for month in range(5, 12):
            for issuer in ("甲局", "乙局", "丙局", "丁局"):
                _send(issuer, month, 4 + (month + len(issuer)) % 2)

    def test_a_sender_that_sends_far_more_is_told_with_rows_and_method(self) -> None:
        _send("甲局", 11, 14)

        outcome = _sweep()

        assert [found.signal for found in outcome.found] == [Signal.JUMP]
        assert "甲局：本月发出 19 件要求" in outcome.found[0].words
        assert len(outcome.found[0].receipts) == 19
        assert any("偶然到这个程度的机会不超过" in note for note in outcome.notes)

    def test_a_little_more_is_no_jump(self) -> None:
        _send("甲局", 11, 3)

        assert _signals() == []

    def test_a_register_that_comes_in_anew_makes_no_jump(self) -> None:
        _send("甲局", 11, 40, receivers=("新来镇",))

        assert _signals() == []

    def test_months_that_the_ledger_lacks_are_no_silence(self) -> None:
        Receipt.objects.filter(received_on__lt=date(2023, 9, 15)).delete()
        _send("甲局", 11, 40)

        outcome = _sweep()

        assert outcome.found == []
        assert any(note.startswith("发文突增：") and "不判断" in note for note in outcome.notes)

    def test_what_falls_while_another_rises_is_told_without_blame(self) -> None:
        for month in (6, 7, 8):
            _send("甲局", month, 30)
        for month in (9, 10, 11):
            _send("甲局", month, 25, kind="data_request")

        shifts = [found for found in _sweep().found if found.signal is Signal.SHIFT]

        assert shifts
        assert all("不等于转移" in found.words and found.receipts for found in shifts)
        told = next(found for found in shifts if found.organ_id is not None)
        assert "文件减少" in told.words
        assert "资料台账增加（0 → 75 件）" in told.words

    def test_a_fall_alone_is_no_shift(self) -> None:
        for month in (6, 7, 8):
            _send("甲局", month, 30)

        assert Signal.SHIFT not in _signals()


def test_months_are_counted_over_the_years_end() -> None:
    assert next_month(date(2023, 12, 1)) == date(2024, 1, 1)
    assert months_before(date(2024, 1, 1), 2) == [date(2023, 11, 1), date(2023, 12, 1)]


class TestOwnBurden:
    def test_it_is_counted_by_role_and_turns_red_where_a_village_types(self) -> None:
        count_use("analyst", MONTH, seconds=1800, fields=3)
        count_use("analyst", MONTH, seconds=1800, fields=0)
        count_use("village", MONTH, seconds=60, fields=0)
        own = read_own_burden(MONTH)
        first = own.by_role[0]
        assert (first.role.label, first.minutes, first.fields) == ("减负专班", 60.0, 3)
        assert not own.is_over_budget

        count_use("village", MONTH, seconds=0, fields=1)
        assert read_own_burden(MONTH).overdrawn == ["村填了 1 格（应为 0）"]

    def test_too_many_hours_or_messages_turn_it_red(self) -> None:
        count_use("leader", MONTH, seconds=41 * 3600, fields=0)
        count_messages("analyst", date(2023, 11, 17), 201)

        assert read_own_burden(MONTH).overdrawn == ["用时超过每月 40 小时", "提醒超过每月 200 条"]

    def test_months_are_told_newest_first_and_nothing_of_persons_is_kept(self) -> None:
        for month in (date(2023, 9, 1), MONTH):
            count_use("analyst", month, seconds=60, fields=0)

        assert [one.month for one in list_own_burdens(MONTH)] == [MONTH, date(2023, 9, 1)]
        kept = {field.name for field in PlatformUse._meta.get_fields()}
        assert kept == {"id", "role", "month", "seconds", "pages", "fields", "messages"}
