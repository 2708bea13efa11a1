"""What a county may set, and what it hears when it sets it wrongly."""

import stat
from pathlib import Path

import pytest

from jianfu.web.settings import UnusableSetting, _database, _prepare_home, _secret_key


def test_without_a_url_the_ledger_is_sqlite_in_the_data_folder(tmp_path: Path) -> None:
    database = _database("", tmp_path)

    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(tmp_path / "ledger.sqlite3")


def test_a_postgresql_url_is_taken_apart_with_its_escapes(tmp_path: Path) -> None:
    database = _database("postgresql://clerk:p%40ss%2Fword@db.local:5433/jian%20fu", tmp_path)

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "jian fu",
        "USER": "clerk",
        "PASSWORD": "p@ss/word",
        "HOST": "db.local",
        "PORT": "5433",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://host", "ledger.db"])
def test_another_database_is_refused_in_words(url: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableSetting, match="JIANFU_DATABASE_URL"):
        _database(url, tmp_path)


def test_a_new_data_folder_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    home = _prepare_home(tmp_path / "new" / "home")

    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_file_in_the_place_of_the_data_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    with pytest.raises(UnusableSetting, match="JIANFU_HOME"):
        _prepare_home(tmp_path / "taken")


def test_the_secret_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = _secret_key(tmp_path)

    assert len(first) > 50
    assert _secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
