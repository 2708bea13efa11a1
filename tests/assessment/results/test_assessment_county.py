"""The demonstration county's year: efforts come out again, the shipped method is fair, the bytes are the same."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from county.assessing import planted_efforts
from jianfu.assessment.fairness.gate import Outcome
from jianfu.assessment.fairness.ranks import correlate_ranks
from jianfu.assessment.plans.loading import BrokenPlan
from jianfu.assessment.plans.plan import Method, Plan
from jianfu.assessment.plans.pricing import price_plan
from jianfu.assessment.results.archive import (
    BrokenArchive,
    code_version,
    compute_bytes,
    recompute_archive,
    write_archive,
)
from jianfu.assessment.results.computing import INDEX, compare_methods, compute
from jianfu.assessment.results.explaining import explain, say_sum
from jianfu.assessment.results.result import Result, read_result, write_result
from jianfu.assessment.results.slimming import slim
from jianfu.assessment.scoring.data import YearData
from jianfu.burden.norms import load_norms
from jianfu.vocabulary.evidence import Grade

np = pytest.importorskip("numpy")
Year = tuple[Plan, YearData]


@pytest.fixture(scope="module")
def compared(year: Year) -> dict[Method, Result]:
    return compare_methods(*year)


def _recovered(result: Result) -> float:
    efforts = planted_efforts(1)
    pairs = [(one.score, efforts[one.township]) for one in result.townships]
    return float(correlate_ranks(*np.array(pairs).T))


def test_the_shipped_method_is_fair_and_the_raw_order_is_not(year: Year, compared: dict[Method, Result]) -> None:
    shipped, raw = compared[year[0].method], compared[Method.NONE]
    assert year[0].method is Method.REGRESSION
    assert raw.raw_correlation > 0.4
    assert abs(shipped.correlations[INDEX]) <= 0.1
    assert [check.outcome for check in shipped.checks] == [Outcome.MET] * 3
    assert not raw.is_fair


def test_planted_efforts_come_out_better_than_from_the_raw_order(compared: dict[Method, Result]) -> None:
    assert _recovered(compared[Method.REGRESSION]) > _recovered(compared[Method.NONE])
    assert _recovered(compared[Method.REGRESSION]) > 0.8
    assert _recovered(compared[Method.PEERS]) > 0.7


def test_the_same_numbers_give_the_same_bytes(year: Year) -> None:
    plan, data = year
    text = compute_bytes(plan, data)
    assert text == compute_bytes(plan, data)
    assert write_result(read_result(text)) == text
    other = data.with_cell("松溪镇", "G2", replace(data.cells["松溪镇", "G2"], value=1.0))
    assert compute_bytes(plan, other) != text


def _archive(plan_text: str, plan: Plan, data: YearData) -> bytes:
    return write_archive(plan_text, data, compute_bytes(plan, data), code_version())


@pytest.fixture(scope="module")
def plan_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    from county.assessing import PLAN_FILE, make_assessment_year

    folder = tmp_path_factory.mktemp("plan")
    make_assessment_year(folder, seed=1)
    return (folder / PLAN_FILE).read_text(encoding="utf-8")


def test_an_archive_is_computed_again_byte_for_byte(year: Year, plan_text: str) -> None:
    archive = _archive(plan_text, *year)
    assert archive == _archive(plan_text, *year)
    again = recompute_archive(archive)
    assert again.is_same
    assert again.archived == again.computed
    assert again.made_by == again.now_by == code_version()


def test_an_archive_with_another_number_is_found_out(year: Year, plan_text: str) -> None:
    archive, changed = BytesIO(_archive(plan_text, *year)), BytesIO()
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content.replace(b'"value": 100.0', b'"value": 60.0', 1) if "数据" in name else content
            )
    assert not recompute_archive(changed.getvalue()).is_same


@pytest.mark.parametrize("data", [b"", b"PK", b"x" * 100])
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(BrokenArchive, match="不是考核归档"):
        recompute_archive(data)


def test_an_archive_whose_plan_is_broken(year: Year) -> None:
    with pytest.raises(BrokenArchive, match="可能被改过"):
        recompute_archive(write_archive("名称: x", year[1], b"", "v"))
    assert issubclass(BrokenPlan, Exception)


def test_a_score_explains_itself(year: Year, compared: dict[Method, Result]) -> None:
    plan, data = year
    result = compared[plan.method]
    for one in result.townships:
        found = explain(plan, data, result, one.township)
        assert found is not None
        weights = sum(line.indicator.weight for line in found.lines if line.points is not None)
        earned = sum(line.points for line in found.lines if line.points is not None)
        assert earned * 100 / weights == pytest.approx(one.raw)
        assert len(found.peers) == 7
        assert (found.to_next_band is None) == (one.band == 1)
        assert all(line.cell.rows for line in found.lines)
        assert "通常得" in "".join(say_sum(one))
    assert explain(plan, data, result, "无此乡") is None


def test_what_would_have_changed_it_does(year: Year, compared: dict[Method, Result]) -> None:
    """The next target that the explanation names really brings the points that it names."""
    plan, data = year
    found = explain(plan, data, compared[plan.method], "望月乡")
    assert found is not None
    line = next(one for one in found.lines if one.indicator.id == "X3" and one.change)
    better = data.with_cell("望月乡", "X3", replace(line.cell, value=float(line.change.split("到 ")[1].split("，")[0])))
    after = compute(plan, better).find("望月乡")
    assert after is not None
    assert after.raw - found.score.raw == pytest.approx(line.change_points, abs=0.15)


def test_worse_evidence_widens_a_score(year: Year) -> None:
    plan, data = year
    before = max(compute(plan, data).townships, key=lambda one: one.keep)
    town = before.township
    for id in plan.ids:
        data = data.with_cell(town, id, replace(data.cells[town, id], grade=Grade.D))
    after = compute(plan, data).find(town)
    assert after is not None
    assert after.high - after.low > 1.1 * (before.high - before.low)


def test_slimming_finds_what_was_planted(year: Year) -> None:
    plan, data = year
    found = slim(plan, data, price_plan(plan, 28, load_norms()))
    assert [(one.first, one.second, one.elements) for one in found.twins if one.elements] == [
        ("D2", "X5", ("诉求件数",))
    ]
    assert "X4" in found.idle
    assert "X4" in found.dear
    assert found.steps[0].indicator == "X4"
    assert {"D2", "X5"} - set(found.kept)
    assert all(step.correlation >= plan.tolerance for step in found.steps)
    areas = {plan.find(id).area for id in found.kept}
    assert len(areas) == 3
    assert len(found.kept) + len(found.steps) == len(plan.indicators)


def test_another_seed_moves_only_who_stands_at_an_edge(year: Year, compared: dict[Method, Result]) -> None:
    plan, data = year
    bands = {one.township: one.band for one in compared[plan.method].townships}
    for seed in (2, 3, 4):
        moved = [one for one in compute(replace(plan, seed=seed), data).townships if one.band != bands[one.township]]
        assert len(moved) <= 4
        assert all(abs(one.band - bands[one.township]) == 1 for one in moved)
