"""The audit log: it only grows, every tampering shows, and an old checkpoint unmasks a rewrite of the whole."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from jianfu.ledger.audit.checkpoint import make_checkpoint, read_checkpoint
from jianfu.ledger.audit.log import append
from jianfu.ledger.audit.merkle import hash_leaf
from jianfu.ledger.audit.verify import verify
from jianfu.ledger.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 7, 9, 30)


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings: object) -> None:
    settings.JIANFU_HOME = tmp_path  # type: ignore[attr-defined]


def _write_entries(count: int, *, words: str = "甲") -> None:
    for number in range(count):
        append(actor="测试", action="test", now=NOW, change={"number": number, "words": words})


def _without_guard() -> None:
    """What somebody does who owns the database: take the triggers away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_auditentry'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def test_an_untouched_log_verifies_with_and_without_a_checkpoint() -> None:
    _write_entries(5)
    note = make_checkpoint(now=NOW).text
    _write_entries(3)

    assert verify().intact
    assert verify(note).intact
    assert "8 条" in verify(note).message


def test_an_empty_log_is_intact() -> None:
    assert verify().intact
    assert verify(make_checkpoint(now=NOW).text).intact


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_entry(change: str) -> None:
    _write_entries(2)
    entry = AuditEntry.objects.filter(index=0)

    with pytest.raises(DatabaseError, match="只能追加"), transaction.atomic():
        entry.update(body="{}") if change == "update" else entry.delete()

    assert verify().intact


def test_the_first_changed_entry_is_found() -> None:
    _write_entries(6)
    _without_guard()
    AuditEntry.objects.filter(index__in=[2, 4]).update(body='{"words":"乙"}')

    found = verify()

    assert not found.intact
    assert found.first_changed == 2
    assert "第 2 条" in found.message


@pytest.mark.parametrize(("gone", "first"), [(0, 0), (3, 3)])
def test_a_missing_entry_is_found(gone: int, first: int) -> None:
    _write_entries(6)
    _without_guard()
    AuditEntry.objects.filter(index=gone).delete()

    assert verify().first_changed == first


def test_a_cut_tail_shows_only_against_a_checkpoint() -> None:
    _write_entries(6)
    note = make_checkpoint(now=NOW).text
    _without_guard()
    AuditEntry.objects.filter(index__gte=4).delete()

    assert verify().intact
    assert not verify(note).intact
    assert "只剩 4 条" in verify(note).message


def test_a_rewrite_of_the_whole_log_shows_only_against_a_checkpoint() -> None:
    _write_entries(4)
    note = make_checkpoint(now=NOW).text
    _without_guard()
    AuditEntry.objects.all().delete()
    _write_entries(4, words="乙")

    assert verify().intact
    assert not verify(note).intact
    assert "整本重写" in verify(note).message


def test_a_rewrite_with_matching_hashes_of_one_entry_shows_against_a_checkpoint() -> None:
    _write_entries(4)
    note = make_checkpoint(now=NOW).text
    _without_guard()
    body = '{"words":"乙"}'
    AuditEntry.objects.filter(index=1).update(body=body, leaf_hash=hash_leaf(body.encode()).hex())

    assert verify().intact
    assert not verify(note).intact


def test_a_checkpoint_reads_back_what_was_signed() -> None:
    _write_entries(3)
    made = make_checkpoint(now=NOW)

    read = read_checkpoint(made.text)

    assert (read.size, read.root, read.made_at) == (3, made.root, "2023-12-07T09:30:00")


def test_line_ends_of_another_system_do_not_spoil_a_checkpoint() -> None:
    _write_entries(3)

    assert verify(make_checkpoint(now=NOW).text.replace("\n", "\r\n")).intact


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n3\n", "\n2\n"),
        lambda text: text.replace("2023-12-07", "2022-12-07"),
        lambda text: text[:-20] + "\n",
        lambda text: text.splitlines()[0],
        lambda text: "",
        lambda text: "随便写的几个字",
    ],
)
def test_a_damaged_or_forged_checkpoint_is_refused_in_words(spoil: object) -> None:
    _write_entries(3)
    note = make_checkpoint(now=NOW).text

    found = verify(spoil(note))  # type: ignore[operator]

    assert not found.intact
    assert found.message
    assert found.first_changed is None


def test_a_checkpoint_of_another_key_is_refused(tmp_path: Path) -> None:
    _write_entries(3)
    note = make_checkpoint(now=NOW).text
    (tmp_path / "checkpoint.key").unlink()

    assert "签名不符" in verify(note).message


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    make_checkpoint(now=NOW)

    assert (tmp_path / "checkpoint.key").stat().st_mode & 0o777 == 0o600


def test_an_entry_is_undone_with_the_change_that_it_tells_of() -> None:
    with transaction.atomic():
        _write_entries(1)
        transaction.set_rollback(True)

    assert AuditEntry.objects.count() == 0
