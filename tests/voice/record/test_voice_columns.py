"""What may be stored is listed by hand; the tables are held to the list, and the claims of the page to tests."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

from jianfu.voice.record.shuffling import SHUFFLED

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def _listed() -> set[tuple[str, str]]:
    return set(re.findall(r"^\| ([a-z_]+) \| ([a-z_]+) \| ", PAGE, re.M))


def _stored() -> set[tuple[str, str]]:
    found = set()
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                columns = connections[alias].introspection.get_table_description(cursor, table)
                found |= {(table, column.name) for column in columns}
    return found


def test_every_stored_column_is_listed() -> None:
    assert len(_listed()) > 50
    assert _stored() == _listed()


def test_no_column_can_hold_a_time_of_day() -> None:
    """Days only: no field of the channel keeps hours, addresses, or a row number that counts up."""
    kinds = {
        (model.__name__, field.name, field.get_internal_type())
        for model in apps.get_app_config("voice").get_models()
        for field in model._meta.get_fields()
        if field.concrete
    }
    forbidden = {"DateTimeField", "TimeField", "GenericIPAddressField", "AutoField", "BigAutoField", "FileField"}

    assert len(kinds) > 50
    assert {one for one in kinds if one[2] in forbidden} == set()


def test_tables_that_reporters_fill_keep_no_row_numbers() -> None:
    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL has no such tables; rows are rewritten at the batch")
    for alias, tables in (("default", SHUFFLED), ("keys", ("voice_contentkey",))):
        with connections[alias].cursor() as cursor:
            for table in tables:
                cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
                assert cursor.fetchone()[0].endswith("WITHOUT ROWID"), table


def test_nothing_of_the_channel_points_to_people() -> None:
    related = {
        field.related_model._meta.app_label
        for model in apps.get_app_config("voice").get_models()
        for field in model._meta.get_fields()
        if field.related_model
    }
    assert related == {"voice"}


def test_every_claim_names_a_test_that_exists() -> None:
    claims = re.findall(r"^\| ([^|]+) \| `(test_\w+)` \|$", PAGE, re.M)
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    missing = [name for _, name in claims if f"def {name}(" not in written]

    assert len(claims) > 40
    assert missing == []
