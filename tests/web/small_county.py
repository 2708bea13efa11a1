"""A small county in the ledger: two bureaus, two townships with a village each, and one of each thing."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from jianfu.assessment.models import AssessmentYear, Consultation
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.results.archive import compute_bytes, write_data
from jianfu.assessment.scoring.data import Cell, YearData
from jianfu.casework.models import Case, Digest, UpwardItem
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.ledger.actions import record_file
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import Problem, Sweep
from jianfu.monitoring.record.models import CheckRound, Measure, PointRound, Questionnaire
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence, Grade, SourceFile
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow
from jianfu.web.accounts.models import Account
from jianfu.web.deliveries.models import Delivery

DAY = date(2023, 12, 7)
NOW = datetime(2023, 12, 7, 9, 30)
_COUNTY, _BUREAU, _OTHER_BUREAU = "青岚县", "青岚县应急管理局", "青岚县商务局"
_TOWNSHIP, _OTHER_TOWNSHIP, _VILLAGE, _OTHER_VILLAGE = "松溪镇", "竹沅镇", "石门村", "竹边村"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class County:
    """Ids of what is there: an object of one's own for each role, and one of somebody else."""

    own: dict[Role, dict[str, int]]
    other: dict[Role, dict[str, int]]


def _organ_rows() -> list[OrganRow]:
    county, department = OrganLevel.COUNTY, OrganKind.DEPARTMENT
    profiles = [
        OrganProfile(_COUNTY, county, OrganKind.GOVERNMENT),
        OrganProfile(_BUREAU, county, department, parent=_COUNTY),
        OrganProfile(_OTHER_BUREAU, county, department, parent=_COUNTY),
        OrganProfile(_TOWNSHIP, OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent=_COUNTY, staff=80),
        OrganProfile(_OTHER_TOWNSHIP, OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent=_COUNTY),
        OrganProfile(_VILLAGE, OrganLevel.VILLAGE, OrganKind.VILLAGE, parent=_TOWNSHIP),
        OrganProfile(_OTHER_VILLAGE, OrganLevel.VILLAGE, OrganKind.VILLAGE, parent=_OTHER_TOWNSHIP),
    ]
    return [OrganRow(profile, Evidence("名录", n, 0, profile.name)) for n, profile in enumerate(profiles, start=1)]


def _demand(number: int, issuer: str, receiver: str, title: str) -> DemandRow:
    values = {"received_on": DAY, "due_at": datetime(2023, 12, 8, 17, 0), "form_fields": ("场所名称", "负责人")}
    evidence = Evidence("Sheet1", number, 0, f"{number}\t{title}", Grade.B)
    return DemandRow(BurdenKind.DATA_REQUEST, title, issuer, receiver, values, evidence)


def record(name: str, rows: list[DemandRow], organs: list[OrganRow] | None = None) -> None:
    source = SourceFile(sha256(name.encode()).hexdigest(), f"{name}.xlsx", 1, "xlsx")
    record_file(source, [Batch("台账", rows, organs or [])], mapping="一", actor="测试", now=NOW)


def make_county() -> County:
    """One receipt at each receiver from each bureau, and an account for each role."""
    record("名录", [], _organ_rows())
    receivers = (_TOWNSHIP, _OTHER_TOWNSHIP, _VILLAGE, _OTHER_VILLAGE)
    pairs = [(issuer, receiver) for issuer in (_BUREAU, _OTHER_BUREAU) for receiver in receivers]
    titles = {_BUREAU: "企业消防安全排查台账", _OTHER_BUREAU: "商贸网点统计表"}
    record("登记", [_demand(n, *pair, titles[pair[0]]) for n, pair in enumerate(pairs, start=1)])
    organs = {organ.name: organ for organ in Organ.objects.all()}
    made = {name: _make_things(organs[name], n) for n, name in enumerate((_BUREAU, _OTHER_BUREAU), start=1)}
    homes = {
        Role.DEPARTMENT: (_BUREAU, _OTHER_BUREAU),
        Role.TOWNSHIP: (_TOWNSHIP, _OTHER_TOWNSHIP),
        Role.VILLAGE: (_VILLAGE, _OTHER_VILLAGE),
    }
    lone = Demand.objects.create(
        key="9" * 32, identity="x", kind="document", issuer=organs[_OTHER_BUREAU], title="没有谁登记收到的通知"
    )
    own, other = {}, {}
    for role in Role:
        mine, theirs = homes.get(role, (_BUREAU, _OTHER_BUREAU))
        own[role] = _ids(organs, mine, made[mine if mine in made else _BUREAU])
        other[role] = _ids(organs, theirs, made[theirs if theirs in made else _OTHER_BUREAU]) | {"demand_id": lone.pk}
        account = Account(username=role.label, role=role, organ=organs[mine] if role in homes else None)
        account.set_unusable_password()
        account.save()
        digest = Digest.objects.create(owner=account.actor, day=date(2023, 11, 1), lines=[], read_at=NOW)
        own[role]["digest_id"] = other[role]["digest_id"] = digest.pk
    return County(own, other)


def _make_things(organ: Organ, place: int) -> dict[str, int]:
    receipt = Receipt.objects.filter(demand__issuer=organ, receiver__name=_TOWNSHIP).get()
    common = {
        "name": "纸质电子双报",
        "kind": "data_request",
        "severity": "请说明",
        "clause": "第4条",
        "level": "county",
    }
    problem = Problem.objects.create(
        key=f"{place:032}", card="十条-4", subject="台账", receipts=[receipt.pk], first_found_at=NOW, found_at=NOW,
        last_day=DAY, **common,
    )  # fmt: skip
    problem.organs.add(organ)
    draft = Draft.objects.create(
        organ=organ, kind="data_request", title="年度统计表", state="submitted", created_at=NOW, submitted_at=NOW
    )
    cleared = Draft.objects.create(
        organ=organ, kind="meeting", title="会议", state="cleared", created_at=NOW, submitted_at=NOW
    )
    ClearanceNumber.objects.create(
        number=f"减准〔2023〕{place}号", year=2023, place=place, draft=cleared, since=DAY,
        expires_on=date(2024, 3, 6), hours_a_year=1,
    )  # fmt: skip
    return {"problem_id": problem.pk, "draft_id": draft.pk, "place": place}


_PLAN = """名称: 考核方案
年度: {year}
差异化: 不调整
基础条件: {{在岗人数: 不定}}
指标:
  - {{编号: A, 名称: 农村公路优良路率, 责任单位: 青岚县商务局, 依据: 工作要点, 领域: 县定事项, 计分: 排名, 权重: 100,
     数据来源: 业务系统, 取自: 公路系统, 佐证: 系统导出}}
"""


def _make_assessment(organ: Organ) -> dict[str, int]:
    """One year that is published, shared by all, and an appeal of one's own township in another that is checked."""
    published = AssessmentYear.objects.filter(year=2022).first()
    if published is None:
        published = _make_year(2022, "published")
        _make_year(2023, "checked")
        Consultation.objects.create(
            title="关于规范报表的通知（草案）", text="每季度一次。", until=DAY, opened_at=NOW, is_anonymous=True
        ).opinions.create(level="乡镇（街道）", words="季度改半年", given_on=DAY)
    checked = AssessmentYear.objects.get(year=2023)
    appeal = checked.appeals.create(
        organ=organ, ground="datum", indicator="A", words="数不对", evidence="公路系统", filed_by="某", filed_at=NOW
    )
    consultation = Consultation.objects.get()
    ids = {"consultation_id": consultation.pk, "opinion_id": consultation.opinions.get().pk}
    return {"year_id": published.pk, "appeal_id": appeal.pk} | ids


def _make_year(number: int, stage: str) -> AssessmentYear:
    plan_text = _PLAN.format(year=number)
    towns = (_TOWNSHIP, _OTHER_TOWNSHIP)
    cells = {(town, "A"): Cell(80.0 + place, rows="路况.xlsx第 3 行") for place, town in enumerate(towns)}
    data = YearData(towns, cells, {town: {"在岗人数": 60.0 + place} for place, town in enumerate(towns)})
    year = AssessmentYear.objects.create(
        name=f"{number}年考核方案", year=number, plan_text=plan_text, stage=stage, check_until=date(2023, 12, 20)
    )
    body = compute_bytes(read_plan(plan_text), data).decode()
    text = write_data(data).decode()
    year.results.create(number=0, data=text, because="冻结", made_at=NOW)
    year.results.create(number=1, data=text, body=body, code="版本", because="计算", made_at=NOW)
    for reached in ("adopted", "frozen", stage):
        year.steps.create(stage=reached, words="", taken_by="减负专班:某", taken_at=NOW, checkpoint="校验点")
    return year


def _make_sweep(organ: Organ) -> dict[str, int]:
    sweep, _ = Sweep.objects.get_or_create(month=date(2023, 11, 1), defaults={"made_at": NOW})
    item = sweep.items.create(signal="jump", organ=organ, words="突增", receipts=[])
    return {"sweep_id": sweep.pk, "item_id": item.pk}


def _make_monitoring(organs: dict[str, Organ]) -> dict[str, int]:
    """Points, an interview and a questionnaire, a measure, a check with a photo: one of each for all."""
    if (found := Questionnaire.objects.filter(way="interview").first()) is None:
        drawn = PointRound.objects.create(
            drawn_at=NOW, since=date(2023, 9, 1), seed="一", digest="0" * 64, kept=1, looked_at=1, labels=[],
            chances={_TOWNSHIP: 0.5, _OTHER_TOWNSHIP: 0.5}, panel=[_TOWNSHIP], joint=[[0.5]],
            villages={_TOWNSHIP: {_VILLAGE: 0.5}}, trial={"kept": 0.1, "random": 0.1, "bare": 0.1, "worst": 0.1},
        )  # fmt: skip
        drawn.points.set([organs[_TOWNSHIP], organs[_VILLAGE]])
        common = {"lines": "好不好？\n- 好\n- 不好", "is_anonymous": True, "expected": 5, "made_at": NOW}
        Questionnaire.objects.create(title="问卷", way="form", token="t0ken", **common)
        found = Questionnaire.objects.create(title="访谈", way="interview", **common)
    measure, _ = Measure.objects.get_or_create(
        title="少发文", defaults={"kinds": [], "expected": 0.2, "start": DAY, "registered_at": NOW}
    )
    measure.places.set([organs[_TOWNSHIP]])
    drawn_checks, _ = CheckRound.objects.get_or_create(
        seed="二", defaults={"drawn_at": NOW, "start": DAY, "end": date(2023, 12, 9), "sealed": "0" * 64}
    )
    visit, _ = drawn_checks.visits.get_or_create(
        organ=organs[_VILLAGE], defaults={"day": DAY, "half_day": "上午", "stratum": "有问题的", "chance": 0.5}
    )
    photo, _ = visit.photos.get_or_create(digest="0" * 64, defaults={"content": b"x"})
    ids = {"form_id": found.pk, "measure_id": measure.pk, "round_id": drawn_checks.pk}
    return ids | {"visit_id": visit.pk, "photo_id": photo.pk}


def _ids(organs: dict[str, Organ], name: str, things: dict[str, int]) -> dict[str, int]:
    organ = organs[name]
    receipt = Receipt.objects.filter(receiver=organ).first() or Receipt.objects.filter(demand__issuer=organ).first()
    assert receipt is not None
    case = Case.objects.create(
        organ=receipt.demand.issuer, title="事由", detector="no_number", receipt=receipt, opened_at=NOW
    )
    case.asked_by.add(receipt.receiver)
    item = UpwardItem.objects.create(level="city", clause="第4条", listed_at=NOW)
    Case.objects.filter(pk=case.pk).update(item=item)
    delivery = Delivery.objects.create(organ=organ, brought_by="某人", brought_at=NOW, state="looked_at")
    things = things | _make_monitoring(organs)
    things = things | _make_assessment(organ) | _make_sweep(organ) | {"delivery_id": delivery.pk, "upward_id": item.pk}
    ids = {"organ_id": organ.pk, "receipt_id": receipt.pk, "demand_id": receipt.demand_id, "case_id": case.pk}
    return things | ids | {"year": 2023}
