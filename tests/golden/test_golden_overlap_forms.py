"""The demonstration county's repeated forms and visits are found by name, and nothing else is accused."""

from datetime import datetime
from pathlib import Path

import pytest

from county import figures
from county.making import make_county
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.mappings import load_registers
from jianfu.overlap.forms.comparing import map_forms
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.overlap.forms.finding import FormRelation, RepeatedForms, find_related, group_repeated
from jianfu.overlap.forms.ledger_forms import list_ledger_forms
from jianfu.overlap.forms.merging import MergedForm, plan_merge
from jianfu.overlap.visits.inspections import find_repeated_visits
from jianfu.overlap.visits.installations import find_same_function, find_same_purpose
from jianfu.overlap.visits.ledger_records import list_ledger_rooms, list_ledger_tools, list_ledger_visits
from jianfu.overlap.visits.records import Judgement
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.packaged import packaged_folder

pytestmark = pytest.mark.django_db
Found = tuple[list[RepeatedForms], list[MergedForm], list[Judgement]]


@pytest.fixture(scope="module")
def _found(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Found:
    """The county at a twentieth of its background, imported, and all that repeats among its forms and visits."""
    from django.db import transaction

    files: Path = tmp_path_factory.mktemp("county")
    make_county(files, seed=1, scale=0.05)
    order = ImportOrder(
        actor="test",
        now=datetime(2024, 1, 2),
        registers=load_registers([packaged_folder("registers")]),
        calendar=WorkCalendar.china(),
    )
    with django_db_blocker.unblock(), transaction.atomic():
        import_paths([files], order)
        forms = map_forms(list_ledger_forms(), load_dictionary([packaged_folder("elements")]))
        judged = [
            find_repeated_visits(list_ledger_visits()),
            find_same_purpose(list_ledger_rooms()),
            find_same_function(list_ledger_tools(), frozenset({"青岚"})),
        ]
        transaction.set_rollback(True)
    related = find_related(forms)
    return group_repeated(related), plan_merge(forms, related), judged


def _names(group: RepeatedForms) -> set[str]:
    return {item.form.name for item in group.forms}


def test_the_planted_repetitions_are_found_and_no_others(_found: Found) -> None:
    groups, _, _ = _found
    fire, drowning = (group for group in groups if group.relation is FormRelation.DUPLICATE)
    (versions,) = (group for group in groups if group.relation is FormRelation.VERSION)
    (systems,) = (group for group in groups if group.relation is FormRelation.SYSTEMS)

    assert len(groups) == 4
    assert {f"{word}消防安全排查台账" for word in ("企业", "商贸", "文旅", "养老机构")} == _names(fire) - {
        "今冬明春消防工作资料"
    }
    assert {item.form.organ for item in drowning.forms} == {"青岚县教育局", "青岚县妇女联合会", "共青团青岚县委员会"}
    assert len({item.form.system for item in systems.forms}) == 3
    assert len(versions.forms) == figures.VERSIONS


def test_the_plan_merges_what_repeats_and_leaves_the_rest(_found: Found) -> None:
    _, plan, _ = _found
    merged = {len(item.members): item for item in plan if len(item.members) > 1}

    assert sorted(len(item.members) for item in plan if len(item.members) > 1) == [3, 3, 5]
    assert merged[5].saved_minutes == pytest.approx(4 * merged[5].minutes)
    assert all(len(merged[5].view(member)) == len(member.asked) for member in merged[5].members)


def test_the_told_days_are_found_and_no_others(_found: Found) -> None:
    _, _, (visits, rooms, apps) = _found

    assert [found.relation.value for found in visits.found] == ["crowded_day", "split_errand", "split_errand"]
    assert [
        "06-14" in visits.found[0].reason,
        "04-19" in visits.found[1].reason,
        "11-08" in visits.found[2].reason,
    ] == [True] * 3
    assert all(record.source for found in visits.found for record in found.records)
    assert (rooms.found, apps.found) == ((), ())
