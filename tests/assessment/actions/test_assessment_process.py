"""The process from draft to archive: each stage in its turn, signed; appeals decided by others, shown to all."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from plan_text import TEXT

from county.assessing import PLAN_FILE, make_assessment_year
from county.names import TOWNSHIPS
from jianfu.assessment.actions import (
    RefusedStage,
    adopt_plan,
    answer_opinion,
    archive_year,
    compute_year,
    confirm_data,
    decide_appeal,
    draft_year,
    file_appeal,
    freeze_data,
    give_opinion,
    open_consultation,
    publish_year,
    record_outside_plan,
    settle_year,
)
from jianfu.assessment.actions.appealing import Objection, Ruling
from jianfu.assessment.actions.publishing import make_archive
from jianfu.assessment.models import Appeal, AssessmentYear, Opinion
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.queries import count_appeals, list_moved, list_threats, read_computed
from jianfu.assessment.results.archive import recompute_archive
from jianfu.assessment.stages import Ground, Stage
from jianfu.ledger.audit.checkpoint import read_checkpoint
from jianfu.ledger.audit.verify import verify
from jianfu.ledger.models import AuditEntry, Demand, DocumentText, Observation, Organ, OrganAlias, Receipt
from jianfu.monitoring.models import Problem
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.published.adoption import Adoption

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 4, 9, 0)
LATER = datetime(2023, 12, 25, 9, 0)
CALENDAR = WorkCalendar.china()
SCORER, JUDGE = "减负专班:甲", "监督:乙"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    make_assessment_year(folder, seed=1)
    return folder


def _organ(name: str, level: str = "township") -> Organ:
    return Organ.objects.get_or_create(name=name, defaults={"level": level, "known": True})[0]


def _bring_to(stage: Stage, files: Path) -> AssessmentYear:
    """A year of the demonstration county at a stage."""
    year = draft_year((files / PLAN_FILE).read_text(encoding="utf-8"), actor=SCORER, now=NOW)
    steps: dict[Stage, Callable[[], object]] = {
        Stage.CONSULTED: lambda: open_consultation(
            "", "", NOW.date(), is_anonymous=False, owner_id=None, year_id=year.pk, version=year.version, actor=SCORER,
            now=NOW,
        ),
        Stage.ADOPTED: lambda: adopt_plan(year.pk, "县委常委会", version=year.version, actor=SCORER, now=NOW),
        Stage.FROZEN: lambda: freeze_data(year.pk, [files], version=year.version, actor=SCORER, now=NOW),
        Stage.CHECKED: lambda: compute_year(
            year.pk, version=year.version, calendar=CALENDAR, actor=SCORER, now=NOW
        ),
        Stage.SETTLED: lambda: settle_year(year.pk, version=year.version, actor=SCORER, now=LATER),
        Stage.PUBLISHED: lambda: publish_year(year.pk, "", version=year.version, actor=SCORER, now=LATER),
        Stage.ARCHIVED: lambda: archive_year(year.pk, version=year.version, actor=SCORER, now=LATER),
    }  # fmt: skip
    for reached, step in steps.items():
        if list(Stage).index(reached) > list(Stage).index(stage):
            break
        step()
        year.refresh_from_db()
    return year


def _appeal(year: AssessmentYear, town: str = "梅子溪镇", indicator: str = "G2") -> Appeal:
    objection = Objection(Ground.DATUM, indicator, "漏统一个项目", "商务系统第 12 行")
    return file_appeal(year.pk, _organ(town), objection, calendar=CALENDAR, actor="乡镇:丙", now=NOW)


def _decide(appeal: Appeal, ruling: Ruling, actor: str = JUDGE) -> Appeal:
    return decide_appeal(appeal.pk, ruling, actor=actor, actor_organ_id=None, now=NOW)


def test_a_year_goes_its_whole_way_and_every_stage_is_signed(files: Path) -> None:
    year = _bring_to(Stage.ARCHIVED, files)
    steps = list(year.steps.order_by("pk"))
    assert [step.stage for step in steps] == [stage.value for stage in Stage]
    sizes = [read_checkpoint(step.checkpoint).size for step in steps]
    assert sizes == sorted(set(sizes))
    assert all(verify(step.checkpoint).intact for step in steps)
    assert year.check_until == date(2023, 12, 18)
    archive = make_archive(year)
    assert archive == make_archive(AssessmentYear.objects.get())
    assert recompute_archive(archive).is_same
    assert year.archive_digest == steps[-1].digest


@pytest.mark.parametrize("stage", list(Stage)[:-1])
def test_no_stage_is_jumped(stage: Stage, files: Path) -> None:
    year = _bring_to(stage, files)
    later: dict[Stage, Callable[[], object]] = {
        Stage.ADOPTED: lambda: adopt_plan(year.pk, "x", version=year.version, actor="a", now=LATER),
        Stage.FROZEN: lambda: freeze_data(year.pk, [files], version=year.version, actor="a", now=LATER),
        Stage.CHECKED: lambda: compute_year(year.pk, version=year.version, calendar=CALENDAR, actor="a", now=LATER),
        Stage.SETTLED: lambda: settle_year(year.pk, version=year.version, actor="a", now=LATER),
        Stage.PUBLISHED: lambda: publish_year(year.pk, "", version=year.version, actor="a", now=LATER),
        Stage.ARCHIVED: lambda: archive_year(year.pk, version=year.version, actor="a", now=LATER),
    }
    following = list(Stage).index(stage) + 1
    for reached, step in later.items():
        if list(Stage).index(reached) != following:
            with pytest.raises(RefusedStage, match="不能办这一步"):
                step()
    assert AssessmentYear.objects.get().stage == stage


def test_who_was_slower_overwrites_nothing(files: Path) -> None:
    year = _bring_to(Stage.SETTLED, files)
    with pytest.raises(RefusedStage, match="刚才有人办过"):
        publish_year(year.pk, "", version=year.version - 1, actor="a", now=LATER)


def test_a_plan_with_a_forbidden_indicator_is_not_kept() -> None:
    with pytest.raises(RefusedStage, match="不得作为考核指标"):
        draft_year(TEXT.replace("路况优良率", "召开会议次数"), actor="a", now=NOW)
    assert not AssessmentYear.objects.exists()


def test_an_adopted_plan_is_not_reworded(files: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    with pytest.raises(RefusedStage, match="年中不再改"):
        draft_year(TEXT, actor="a", now=NOW)
    assert AssessmentYear.objects.get().plan_text == year.plan_text


def test_a_plan_is_adopted_only_when_opinions_are_answered() -> None:
    year = draft_year(TEXT, actor="a", now=NOW)
    found = open_consultation(
        "", "", NOW.date(), is_anonymous=False, owner_id=None, year_id=year.pk, version=year.version, actor="a", now=NOW
    )
    opinion = give_opinion(
        found.pk, "路况一项权重过大", organ_id=_organ("松溪镇").pk, level="乡镇", actor="乡镇:丙", now=NOW
    )
    year.refresh_from_db()
    with pytest.raises(RefusedStage, match="还有 1 条意见没有答复"):
        adopt_plan(year.pk, "常委会", version=year.version, actor="a", now=NOW)
    with pytest.raises(RefusedStage, match="理由"):
        answer_opinion(opinion.pk, Adoption.DECLINED, " ", owner_id=None, sees_all=True, actor="a", now=NOW)
    with pytest.raises(RefusedStage, match="只有征求意见的单位"):
        answer_opinion(opinion.pk, Adoption.ADOPTED, "好", owner_id=7, sees_all=False, actor="a", now=NOW)
    answer_opinion(opinion.pk, Adoption.PARTLY, "降 5 分", owner_id=None, sees_all=True, actor="a", now=NOW)
    assert adopt_plan(year.pk, "常委会", version=year.version, actor="a", now=NOW).stage == Stage.ADOPTED
    with pytest.raises(RefusedStage, match="答复不再改"):
        answer_opinion(opinion.pk, Adoption.ADOPTED, "好", owner_id=None, sees_all=True, actor="a", now=NOW)


def test_an_anonymous_opinion_leads_back_to_nobody() -> None:
    found = open_consultation(
        "草案", "内容", NOW.date(), is_anonymous=True, owner_id=None, actor="减负专班:甲", now=NOW
    )
    give_opinion(found.pk, "太多了", organ_id=_organ("松溪镇").pk, level="乡镇", actor="乡镇:松溪丙", now=NOW)
    opinion = Opinion.objects.get()
    assert (opinion.organ, opinion.given_by) == (None, "")
    last = AuditEntry.objects.order_by("-index").values_list("body", flat=True)[0]
    assert "松溪" not in last
    assert "T09" not in last


@pytest.mark.parametrize(("day", "words", "said"), [(LATER, "好", "截止"), (NOW, "  ", "请写意见")])
def test_an_opinion_that_is_not_taken(day: datetime, words: str, said: str) -> None:
    found = open_consultation("草案", "内容", NOW.date(), is_anonymous=False, owner_id=None, actor="a", now=NOW)
    with pytest.raises(RefusedStage, match=said):
        give_opinion(found.pk, words, organ_id=None, level="村", actor="b", now=day)


def test_a_consultation_does_not_end_before_it_begins() -> None:
    with pytest.raises(RefusedStage, match="已经过去"):
        open_consultation(
            "草案", "内容", NOW.date() - timedelta(1), is_anonymous=False, owner_id=None, actor="a", now=NOW
        )


def test_an_upheld_appeal_is_computed_again_and_shown_to_all_affected(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    appeal = _decide(_appeal(year), Ruling(Adoption.ADOPTED, "系统漏计，已核实。", 9000.0))
    moved = list_moved(appeal)
    names = [one.township for one in moved]
    assert "梅子溪镇" in names
    assert len(names) > 3
    own = moved[names.index("梅子溪镇")]
    assert own.before is not None
    assert own.after is not None
    assert own.after.score > own.before.score
    computed = read_computed(year)
    assert computed is not None
    assert computed.number == 2
    cell = computed.data.cells["梅子溪镇", "G2"]
    assert cell.value == 9000
    assert "申诉更正" in cell.rows
    assert "原出处" in cell.rows
    assert year.results.get(number=1).body != year.results.get(number=2).body
    assert count_appeals(year).by_answer == {"采纳": 1, "部分采纳": 0, "不采纳": 0}


def test_a_declined_appeal_changes_no_number(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    appeal = _decide(_appeal(year), Ruling(Adoption.DECLINED, "数据无误。", 9000.0))
    assert list_moved(appeal) == []
    assert year.results.count() == 2


def test_a_rule_that_was_wrong_counts_for_nobody(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    objection = Objection(Ground.RULE, "X4", "所有乡镇都一样", "方案")
    appeal = file_appeal(year.pk, _organ("松溪镇"), objection, calendar=CALENDAR, actor="乡镇:丙", now=NOW)
    _decide(appeal, Ruling(Adoption.ADOPTED, "这一项不起作用。", None, drops_indicator=True))
    computed = read_computed(year)
    assert computed is not None
    assert all(shares["X4"] is None for shares in computed.result.shares.values())


def test_who_scored_or_owns_the_number_does_not_decide(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    appeal = _appeal(year)
    ruling = Ruling(Adoption.DECLINED, "无误")
    for actor in (SCORER, "乡镇:丙"):
        with pytest.raises(RefusedStage, match="请由另外的人办理"):
            _decide(appeal, ruling, actor)
    owner = _organ("青岚县商务局", "county")
    with pytest.raises(RefusedStage, match="请由别的单位的人决定"):
        decide_appeal(appeal.pk, ruling, actor="监督:丁", actor_organ_id=owner.pk, now=NOW)
    with pytest.raises(RefusedStage, match="请写明理由"):
        _decide(appeal, Ruling(Adoption.DECLINED, ""))
    _decide(appeal, ruling)
    with pytest.raises(RefusedStage, match="已由 监督:乙 决定"):
        _decide(appeal, ruling)


@pytest.mark.parametrize(
    ("objection", "day", "said"),
    [
        (Objection(Ground.DATUM, "G2", "错", "系统"), LATER, "已于 2023-12-18 截止"),
        (Objection(Ground.DATUM, "ZZ", "错", "系统"), NOW, "没有这一项指标"),
        (Objection(Ground.DATUM, "", "错", "系统"), NOW, "请选是哪一项指标"),
        (Objection(Ground.DATUM, "G2", "错", " "), NOW, "请写明理由和依据"),
    ],
)
def test_an_appeal_that_is_not_taken(objection: Objection, day: datetime, said: str, files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    with pytest.raises(RefusedStage, match=said):
        file_appeal(year.pk, _organ("松溪镇"), objection, calendar=CALENDAR, actor="乡镇:丙", now=day)


def test_the_check_ends_after_its_days_or_when_all_have_looked(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    with pytest.raises(RefusedStage, match="还不能结束"):
        settle_year(year.pk, version=year.version, actor=SCORER, now=NOW)
    _check_all(year, TOWNSHIPS)
    assert settle_year(year.pk, version=year.version, actor=SCORER, now=NOW).stage == Stage.SETTLED


def _check_all(year: AssessmentYear, towns: Sequence[str]) -> None:
    for town in towns:
        confirm_data(year.pk, _organ(town), actor=f"乡镇:{town}", now=NOW)
    confirm_data(year.pk, _organ(towns[0]), actor="乡镇:又", now=NOW)
    assert year.checks.count() == len(towns)


def test_who_is_not_assessed_checks_nothing(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    with pytest.raises(RefusedStage, match="不在这次考核里"):
        confirm_data(year.pk, _organ("外县某乡"), actor="x", now=NOW)


def test_an_open_appeal_holds_the_check_open(files: Path) -> None:
    year = _bring_to(Stage.CHECKED, files)
    _appeal(year)
    with pytest.raises(RefusedStage, match="还有 1 件申诉没有决定"):
        settle_year(year.pk, version=year.version, actor=SCORER, now=LATER)


def test_an_unfair_result_is_published_only_with_reasons(files: Path, tmp_path: Path) -> None:
    for path in files.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    plan = tmp_path / PLAN_FILE
    plan.write_text(plan.read_text(encoding="utf-8").replace("回归调整", "不调整"), encoding="utf-8")
    year = _bring_to(Stage.SETTLED, tmp_path)
    with pytest.raises(RefusedStage, match="有公平性目标没有达到"):
        publish_year(year.pk, " ", version=year.version, actor=SCORER, now=LATER)
    published = publish_year(year.pk, "首年试行", version=year.version, actor=SCORER, now=LATER)
    assert published.gate_reasons == "首年试行"


def test_files_without_numbers_freeze_nothing(files: Path, tmp_path: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    with pytest.raises(RefusedStage, match="没有读到指标数据"):
        freeze_data(year.pk, [tmp_path], version=year.version, actor=SCORER, now=NOW)


def test_endowments_that_no_file_gives_come_from_the_directory(files: Path, tmp_path: Path) -> None:
    for path in files.iterdir():
        if "基础条件" not in path.name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    for place, town in enumerate(TOWNSHIPS):
        Organ.objects.create(
            name=town, level="township", known=True, area_km2=100 + place, population=20_000 + 37 * place % 900,
            fiscal_revenue_fen=(900 + 11 * place) * 1_000_000, hours_to_county=1 + place % 5,
        )  # fmt: skip
    year = _bring_to(Stage.CHECKED, tmp_path)
    computed = read_computed(year)
    assert computed is not None
    assert computed.data.endowments["松溪镇"]["财政收入"] == 900
    assert len(computed.result.townships) == 28


def _notice(issuer: str, title: str, text: str = "", day: date = date(2023, 12, 10), level: str = "county") -> Demand:
    organ = _organ(issuer, level)
    demand = Demand.objects.create(key=title[:32], identity=title, kind="document", issuer=organ, title=title)
    Receipt.objects.create(key=title[:32], demand=demand, receiver=_organ("松溪镇"), received_on=day)
    if text:
        DocumentText.objects.create(demand=demand, text=text)
    return demand


def _know_owners(year: AssessmentYear) -> None:
    for owner in {one.owner for one in read_plan(year.plan_text).indicators}:
        _organ(owner, "county")


def test_where_an_owner_goes_by_an_unknown_name_nobody_is_accused(files: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    _notice("青岚县消防救援大队", "关于报送冬春消防资料的通知", "报送情况纳入年底绩效考核。")
    assert [one.standing.label for one in list_threats(year)] == ["请核实"]


def test_an_owner_under_another_name_is_the_same_organ(files: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    _know_owners(year)
    full = _organ("青岚县招商和商务发展局", "county")
    Organ.objects.filter(name="青岚县商务局").delete()
    OrganAlias.objects.create(name="青岚县商务局", organ=full)
    _notice(full.name, "关于招商引资到位资金核实的通知", "报送情况纳入年底绩效考核。")
    assert [one.standing.label for one in list_threats(year)] == ["方案内"]


def test_a_notice_that_threatens_outside_the_plan_is_a_finding(files: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    _know_owners(year)
    tie = "报送情况纳入年底绩效考核。"
    _notice("青岚县消防救援大队", "关于报送冬春消防资料的通知", tie)
    _notice("青岚县商务局", "关于招商引资到位资金核实的通知", tie)
    _notice("青岚县商务局", "关于电商进村台账的通知", tie)
    _notice("泽陵市商务局", "关于全市消费促进的通知", tie, level="city")
    _notice("青岚县司法局", "关于普法的通知", tie, day=date(2023, 5, 1))
    _notice("青岚县水利局", "关于水库巡查的通知", "按时完成。")
    standings = {one.notice.title: one.standing.label for one in list_threats(year)}
    assert standings == {
        "关于报送冬春消防资料的通知": "方案外",
        "关于招商引资到位资金核实的通知": "方案内",
        "关于电商进村台账的通知": "请核实",
        "关于全市消费促进的通知": "不适用",
        "关于普法的通知": "不适用",
    }
    assert record_outside_plan(year, actor=SCORER, now=LATER) == 2
    problems = {one.subject: one.severity for one in Problem.objects.filter(card="考核-方案外", gone_at=None)}
    assert problems == {"关于报送冬春消防资料的通知": "请说明", "关于电商进村台账的通知": "人工判断"}
    assert [organ.name for organ in Problem.objects.get(severity="请说明").organs.all()] == ["青岚县消防救援大队"]


def test_a_notice_that_is_taken_back_is_gone(files: Path) -> None:
    year = _bring_to(Stage.ADOPTED, files)
    _know_owners(year)
    demand = _notice("青岚县消防救援大队", "关于报送资料的通知", "纳入年底绩效考核。")
    record_outside_plan(year, actor=SCORER, now=LATER)
    Receipt.objects.filter(demand=demand).delete()
    assert record_outside_plan(year, actor=SCORER, now=LATER) == 0
    assert Problem.objects.get().gone_at == LATER


def test_before_a_plan_is_adopted_nothing_is_outside_it(files: Path) -> None:
    year = _bring_to(Stage.DRAFTED, files)
    _notice("青岚县消防救援大队", "关于报送资料的通知", "纳入年底绩效考核。")
    assert list_threats(year) == []
    assert record_outside_plan(year, actor=SCORER, now=LATER) == 0


def _state(town: str, quantity: float, number: int) -> None:
    Observation.objects.create(
        key=f"{town}{number}", organ=_organ(town), measure="耕地保护目标", quantity=quantity, unit="",
        period_start=date(2023, 1, 1), period_end=date(2024, 1, 1),
    )  # fmt: skip


def test_what_the_ledger_states_already_is_not_asked_again(files: Path, tmp_path: Path) -> None:
    for path in files.iterdir():
        if "自然资源局" not in path.name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    for town, quantity, number in (("松溪镇", 1, 1), ("竹沅镇", 0, 1), ("茶陂镇", 1, 1), ("茶陂镇", 0, 2)):
        _state(town, quantity, number)
    computed = read_computed(_bring_to(Stage.CHECKED, tmp_path))
    assert computed is not None
    values = {town: cell.value for (town, id), cell in computed.data.cells.items() if id == "X4"}
    assert values == {"松溪镇": 1.0, "竹沅镇": 0.0}
    assert "台账情况统计" in computed.data.cells["松溪镇", "X4"].rows
    assert computed.data.cells["松溪镇", "X4"].grade is Grade.D


def test_another_name_of_a_township_is_the_same_township(files: Path, tmp_path: Path) -> None:
    for path in files.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = next(tmp_path.glob("财政局*.xlsx"))
    book = openpyxl.load_workbook(path)
    cell = next(row[1] for row in book.worksheets[0].iter_rows() if row[1].value == "松溪镇")
    cell.value = "松溪"
    book.save(path)
    OrganAlias.objects.create(name="松溪", organ=_organ("松溪镇"))
    computed = read_computed(_bring_to(Stage.CHECKED, tmp_path))
    assert computed is not None
    assert len(computed.data.townships) == 28
    assert computed.data.cells["松溪镇", "G6"].value is not None
