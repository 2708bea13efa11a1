"""What a month's bulletin says was stopped and mended, and whom it never names."""

from datetime import date, datetime

import pytest

from jianfu.casework.course import CLOSING, OPENING, REOPENING, Detector, Move
from jianfu.casework.models import Case, Step
from jianfu.clearance.models import Decision, Draft
from jianfu.clearance.terms import Verdict
from jianfu.ledger.models import Organ
from jianfu.web.pages.mending.month_done import tell_done

pytestmark = pytest.mark.django_db
NOVEMBER, NOW, LATER = date(2023, 11, 1), datetime(2023, 11, 30, 23, 59), datetime(2023, 12, 1)


def _decide(title: str, verdict: Verdict, *, at: datetime = NOW, into: Draft | None = None) -> Draft:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    draft = Draft.objects.create(organ=organ, kind="document", title=title, created_at=at, merged_into=into)
    Decision.objects.create(draft=draft, version=1, verdict=verdict, reasons="理由", decided_by="审核", decided_at=at)
    return draft


def _step(title: str, words: str, *, at: datetime = NOW, detector: Detector = Detector.RULE) -> None:
    organ, _ = Organ.objects.get_or_create(name="应急局")
    case = Case.objects.create(organ=organ, title=title, detector=detector, opened_at=at)
    Step.objects.create(case=case, words=words, reasons="理由", taken_by="甲", taken_at=at)


def test_a_month_without_anything_says_so() -> None:
    _decide("下月的", Verdict.NO, at=LATER)
    _step("下月的", CLOSING, at=LATER)

    assert tell_done(NOVEMBER) == ["准入：本月没有审定。", "整治：本月没有立案、销号。"]


def test_what_was_stopped_is_counted_and_named() -> None:
    kept = _decide("统一台账", Verdict.GO)
    _decide("另一张台账", Verdict.NO, into=kept)
    _decide("打卡小程序", Verdict.NOT_UNLESS_CHANGED)

    said = tell_done(NOVEMBER)[0]

    assert said == (
        "准入：审定 3 件，准予 1 件，退回 1 件，不予 1 件（并入已有的 1 件）。"
        "没有发出去的：应急局《另一张台账》、应急局《打卡小程序》。"
    )


def test_who_spoke_in_the_channel_or_on_the_spot_is_counted_and_never_named() -> None:
    for detector in Detector:
        _step(f"{detector.value}的事", CLOSING, detector=detector)
    _step("又来的", REOPENING)
    _step("新立的", OPENING)
    _step("上报的", Move.ESCALATE.label)

    said = tell_done(NOVEMBER)[1]

    assert said.startswith(f"整治：立案 1 件，台账验证销号 {len(Detector)} 件，重新立案 1 件，向上反映 1 件。")
    assert "应急局“rule的事”" in said
    assert "又出现的：应急局“又来的”。" in said
    assert "reported" not in said
    assert "check" not in said
