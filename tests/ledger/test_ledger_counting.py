"""Counting laws of docs/methods/counting.md: each demand and each receipt once, whatever files tell of it."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jianfu.ledger.actions import UnknownFile, name_organ, record_file, withdraw_file
from jianfu.ledger.audit.verify import verify
from jianfu.ledger.models import DETAIL_MODELS, AuditEntry, Demand, EvidenceRow, ImportedFile, Organ, Receipt
from jianfu.ledger.queries import LedgerCounts, UnknownOrgan, count_rows, list_unknown_organs
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence, Grade, SourceFile
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.recorded import Recorded
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow, Value

NOW = datetime(2023, 12, 7, 9, 30)
DAY = date(2023, 9, 15)
TITLE = "关于开展安全隐患排查的通知"


def _row(
    number: int = 1, *, title: str = TITLE, issuer: str = "县应急局", receiver: str = "松溪镇", **values: Value
) -> DemandRow:
    values.setdefault("received_on", DAY)
    evidence = Evidence("Sheet1", number, 0, f"{number}\t{title}", Grade.B)
    return DemandRow(BurdenKind.DOCUMENT, title, issuer, receiver, values, evidence)


def _record(
    name: str, rows: Sequence[DemandRow] = (), organs: Sequence[OrganProfile] = (), *, mapping: str = "一"
) -> Recorded:
    words = repr((name, rows, organs)).encode()
    source = SourceFile(sha256(words).hexdigest(), f"{name}.xlsx", len(words), "xlsx")
    organ_rows = [
        OrganRow(profile, Evidence("Sheet1", n, 0, profile.name)) for n, profile in enumerate(organs, start=1)
    ]
    return record_file(source, [Batch("收文登记", rows, organ_rows)], mapping=mapping, actor="测试", now=NOW)


def _directory() -> None:
    county = OrganProfile("青岚县", OrganLevel.COUNTY, OrganKind.GOVERNMENT)
    bureau = OrganProfile(
        "青岚县应急管理局", OrganLevel.COUNTY, OrganKind.DEPARTMENT, parent="青岚县", aliases=("县应急局",)
    )
    town = OrganProfile("松溪镇", OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent="青岚县")
    _record("机关名录", organs=[county, bureau, town])


@pytest.mark.django_db
class TestOneFile:
    def test_the_same_file_twice_writes_nothing_the_second_time(self) -> None:
        rows = [_row(1), _row(2, title="关于召开会议的通知")]
        _record("登记表", rows)
        before = count_rows()

        again = _record("登记表", rows)

        assert again.already_known
        assert count_rows() == before

    def test_three_equal_rows_are_three_receipts_of_one_demand(self) -> None:
        recorded = _record("登记表", [_row(1), _row(2), _row(3)])

        assert (recorded.new_demands, recorded.new_receipts) == (1, 3)
        assert sorted(Receipt.objects.values_list("occurrence", flat=True)) == [0, 1, 2]

    def test_a_row_without_a_receiver_is_a_demand_with_evidence_and_no_receipt(self) -> None:
        recorded = _record("登记表", [_row(1, receiver="")])

        assert (recorded.new_demands, recorded.new_receipts) == (1, 0)
        assert EvidenceRow.objects.get().demand == Demand.objects.get()

    def test_a_file_that_fails_at_its_very_end_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(**_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr("jianfu.ledger.actions.recording.append", fail)

        with pytest.raises(OSError, match="disk is full"):
            _record("登记表", [_row(1), _row(2)])

        assert count_rows() == LedgerCounts(0, 0, 0, 0, 0, 0)

    def test_one_file_is_one_audit_entry_that_verifies(self) -> None:
        _record("登记表", [_row(1), _row(2)])

        assert AuditEntry.objects.count() == 1
        assert ImportedFile.objects.get().digest in AuditEntry.objects.get().body
        assert verify().intact


@pytest.mark.django_db
class TestSeveralFiles:
    def test_a_grown_register_adds_only_what_is_new(self) -> None:
        _record("1—6月", [_row(1), _row(2, title="甲")])

        grown = _record("1—11月", [_row(1), _row(2, title="甲"), _row(3, title="乙")])

        assert (grown.new_demands, grown.new_receipts, grown.repeated_receipts) == (1, 1, 2)

    def test_two_registers_of_one_office_give_the_larger_count_and_never_the_sum(self) -> None:
        _record("党政办", [_row(1), _row(2), _row(3)])

        _record("应急办", [_row(1), _row(2)])

        assert Receipt.objects.count() == 3
        assert EvidenceRow.objects.exclude(receipt=None).count() == 5

    def test_two_townships_are_two_receipts_of_one_demand(self) -> None:
        _record("甲", [_row(1)])

        other = _record("乙", [_row(1, receiver="白石坳镇")])

        assert (other.new_demands, other.new_receipts) == (0, 1)

    def test_a_row_met_again_fills_blanks_and_never_overwrites(self) -> None:
        _record("甲", [_row(1, handler="党政办")])

        later = _record("乙", [_row(1, handler="应急办", remark="已办")])

        receipt = Receipt.objects.get()
        assert (receipt.handler, receipt.remark) == ("党政办", "已办")
        assert [(c.column, c.kept, c.offered) for c in later.conflicts] == [("handler", "党政办", "应急办")]

    def test_a_number_makes_two_spellings_of_the_day_one_demand(self) -> None:
        _record("甲", [_row(1, doc_number="青应急〔2023〕9号", received_on=date(2023, 9, 15))])

        later = _record(
            "乙", [_row(1, receiver="白石坳镇", doc_number="青应急〔2023〕9号", received_on=date(2023, 9, 18))]
        )

        assert later.new_demands == 0


@pytest.mark.django_db
class TestTakingBack:
    def test_a_file_read_with_another_mapping_replaces_what_it_said(self) -> None:
        source = SourceFile("0" * 64, "登记表.xlsx", 1, "xlsx")
        before, after = _row(1), _row(1, doc_number="青应急〔2023〕9号", handler="党政办")
        record_file(source, [Batch("收文登记", [before])], mapping="一", actor="测试", now=NOW)

        again = record_file(source, [Batch("收文登记", [after])], mapping="二", actor="测试", now=NOW)
        once_more = record_file(source, [Batch("收文登记", [after])], mapping="二", actor="测试", now=NOW)

        assert (again.read_again, once_more.already_known) == (True, True)
        assert Demand.objects.get().doc_number == "青应急〔2023〕9号"
        assert Receipt.objects.get().handler == "党政办"
        assert (EvidenceRow.objects.count(), ImportedFile.objects.count()) == (1, 1)
        assert verify().intact

    def test_what_another_file_tells_too_stays(self) -> None:
        _record("甲", [_row(1), _row(2), _row(3, title="只有甲有的通知")])
        _record("乙", [_row(1)])

        withdraw_file(ImportedFile.objects.get(name="甲.xlsx").pk, reason="导错了", actor="测试", now=NOW)

        assert [demand.title for demand in Demand.objects.all()] == [TITLE]
        assert (Receipt.objects.count(), EvidenceRow.objects.count()) == (1, 1)
        assert "导错了" in AuditEntry.objects.order_by("-index")[0].body

    def test_a_file_taken_back_can_come_again(self) -> None:
        rows = [_row(1), _row(2)]
        _directory()
        first = _record("甲", rows)
        withdraw_file(ImportedFile.objects.get(name="甲.xlsx").pk, reason="试试", actor="测试", now=NOW)
        assert count_rows().receipts == 0

        assert _record("甲", rows) == first

    def test_only_an_imported_file_can_be_taken_back(self) -> None:
        with pytest.raises(UnknownFile, match="files list"):
            withdraw_file(7, reason="试试", actor="测试", now=NOW)


@pytest.mark.django_db
class TestListsOfNames:
    def test_a_joint_paper_met_again_is_no_conflict(self) -> None:
        _record("甲", [_row(1, joint_issuers=("县应急局", "县教育局"))])

        again = _record("乙", [_row(1, joint_issuers=("县教育局", "县应急局"))])

        assert again.conflicts == ()
        assert Demand.objects.get().joint_issuers == ["县应急局", "县教育局"]

    def test_a_blank_is_filled_with_the_list_itself(self) -> None:
        _record("甲", [_row(1)])

        _record("乙", [_row(1, joint_issuers=("县应急局", "县教育局"))])

        assert Demand.objects.get().joint_issuers == ["县应急局", "县教育局"]

    def test_other_joint_issuers_are_a_conflict(self) -> None:
        _record("甲", [_row(1, joint_issuers=("县应急局", "县教育局"))])

        again = _record("乙", [_row(1, joint_issuers=("县应急局", "县民政局"))])

        assert [(c.column, c.kept) for c in again.conflicts] == [("joint_issuers", ["县应急局", "县教育局"])]

    def test_what_only_the_kind_has_is_compared_too(self) -> None:
        _record("甲", [_row(1, pages=4)])

        again = _record("乙", [_row(1, pages=6, characters=3000)])

        stored = DETAIL_MODELS[BurdenKind.DOCUMENT].objects.values().get()
        assert (stored["pages"], stored["characters"]) == (4, 3000)
        assert [(c.column, c.kept, c.offered) for c in again.conflicts] == [("pages", 4, 6)]


@pytest.mark.django_db
class TestNames:
    def test_an_alias_and_the_full_name_are_one_issuer(self) -> None:
        _directory()

        _record("甲", [_row(1, issuer="县应急局")])
        later = _record("乙", [_row(1, issuer="青岚县应急管理局")])

        assert (later.new_demands, later.new_receipts) == (0, 0)
        assert list_unknown_organs() == []

    def test_an_unknown_name_is_kept_and_listed_and_never_matched(self) -> None:
        _directory()

        recorded = _record("甲", [_row(1, issuer="县应急工作专班")])

        assert recorded.unknown_organs == ("县应急工作专班",)
        assert [organ.name for organ in list_unknown_organs()] == ["县应急工作专班"]

    def test_naming_an_organ_merges_what_it_sent_with_what_was_known(self) -> None:
        _directory()
        _record("甲", [_row(1, issuer="县应急局")])
        _record("乙", [_row(1, issuer="应急专班"), _row(2, issuer="应急专班", title="另一件")])

        name_organ("应急专班", "县应急局", actor="测试", now=NOW)

        assert (Demand.objects.count(), Receipt.objects.count()) == (2, 2)
        assert EvidenceRow.objects.exclude(receipt=None).count() == 3
        assert not Organ.objects.filter(name="应急专班").exists()
        assert verify().intact

    def test_merging_a_named_organ_fills_the_blanks_of_what_stays(self) -> None:
        _directory()
        _record("甲", [_row(1, issuer="县应急局", handler="党政办")])
        _record("乙", [_row(1, issuer="应急专班", handler="应急办", remark="已办", pages=4, topic="安全")])

        name_organ("应急专班", "县应急局", actor="测试", now=NOW)

        demand, receipt = Demand.objects.get(), Receipt.objects.get()
        assert DETAIL_MODELS[BurdenKind.DOCUMENT].objects.values().get()["pages"] == 4
        assert (demand.topic, receipt.handler, receipt.remark) == ("安全", "党政办", "已办")
        assert "应急办" in AuditEntry.objects.order_by("-pk")[0].body

    def test_naming_keeps_an_organ_in_its_groups(self) -> None:
        _directory()
        group = OrganProfile("安委会", OrganLevel.COUNTY, OrganKind.DEPARTMENT, members=("应急专班",))
        _record("专班名录", organs=[group])

        name_organ("应急专班", "县应急局", actor="测试", now=NOW)

        assert [organ.name for organ in Organ.objects.get(name="安委会").members.all()] == ["青岚县应急管理局"]

    def test_a_named_organ_is_found_by_that_name_afterwards(self) -> None:
        _directory()
        _record("甲", [_row(1, issuer="应急专班")])
        name_organ("应急专班", "县应急局", actor="测试", now=NOW)

        later = _record("乙", [_row(1, issuer="应急专班")])

        assert (later.new_demands, later.new_organs, later.unknown_organs) == (0, 0, ())

    @pytest.mark.parametrize("written", ["没有登记过", "青岚县应急管理局"])
    def test_only_an_unknown_organ_can_be_named(self, written: str) -> None:
        _directory()

        with pytest.raises(UnknownOrgan):
            name_organ(written, "县应急局", actor="测试", now=NOW)


ROWS = st.lists(
    st.builds(
        _row,
        st.integers(1, 9),
        title=st.sampled_from(["甲", "乙", "丙"]),
        issuer=st.sampled_from(["县应急局", "县卫健局"]),
        receiver=st.sampled_from(["松溪镇", "白石坳镇"]),
        received_on=st.sampled_from([DAY, date(2023, 9, 16)]),
    ),
    max_size=8,
)


class TestLaws(TestCase):
    """Hypothesis gives each example a transaction of its own."""

    @given(ROWS, ROWS)
    @settings(max_examples=30, deadline=None)
    def test_the_order_of_files_does_not_change_the_ledger(
        self, first: list[DemandRow], second: list[DemandRow]
    ) -> None:
        _record("甲", first)
        _record("乙", second)
        forward = set(Receipt.objects.values_list("key", flat=True))
        for model in (EvidenceRow, Receipt):
            model.objects.all().delete()
        ImportedFile.objects.all().delete()

        _record("乙", second)
        _record("甲", first)

        assert set(Receipt.objects.values_list("key", flat=True)) == forward

    @given(ROWS, ROWS)
    @settings(max_examples=30, deadline=None)
    def test_more_rows_never_lower_a_count(self, first: list[DemandRow], second: list[DemandRow]) -> None:
        _record("甲", first)
        before = (Demand.objects.count(), Receipt.objects.count())

        _record("乙", second)

        after = (Demand.objects.count(), Receipt.objects.count())
        assert after[0] >= before[0]
        assert after[1] >= before[1]
        assert Receipt.objects.count() <= len(first) + len(second)
