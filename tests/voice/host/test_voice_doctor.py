"""The doctor: good, bad, or cannot judge; and never good where nothing was seen."""

import os
from pathlib import Path

import pytest
from channel_fixtures import Channel

from jianfu.voice.host.checking import examine_host
from jianfu.voice.host.files import check_files
from jianfu.voice.host.logs import QUIET_SETTINGS, judge_nginx, judge_postgresql
from jianfu.voice.host.memory import check_memory, check_temporary_folder
from jianfu.voice.host.outcomes import HostFinding, Outcome

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DEPLOY = (Path(__file__).parents[3] / "docs" / "how-to" / "deploy.md").read_text(encoding="utf-8")


def _by_name(findings: object) -> dict[str, HostFinding]:
    return {one.name: one for one in findings}  # type: ignore[attr-defined]


def test_what_cannot_be_seen_is_never_called_good(tmp_path: Path) -> None:
    blind = [
        *judge_nginx(None),
        *judge_postgresql({}),
        check_temporary_folder(None, tmp_path),
        *(one for one in check_memory(tmp_path / "nothing") if one.name != "崩溃转储的上限"),
    ]

    assert len(blind) > 12
    assert {one.outcome for one in blind} == {Outcome.CANNOT_JUDGE}


def test_the_configuration_in_the_deployment_page_is_good() -> None:
    text = next(block for block in DEPLOY.split("```") if "nginx-voice" in block)

    assert {one.outcome for one in judge_nginx(text)} == {Outcome.GOOD}


@pytest.mark.parametrize(
    ("good", "bad", "name"),
    [
        ("access_log off;", "access_log /var/log/nginx/a.log;", "代理的访问日志"),
        ("access_log off;", "# access_log off;", "代理的访问日志"),
        ("error_log /dev/null crit;", "error_log /var/log/nginx/e.log;", "代理的错误日志"),
        ("gzip off;", "gzip on;", "代理不压缩"),
        ("proxy_request_buffering off;", "", "代理不落盘缓冲"),
        ('X-Real-IP ""', "X-Real-IP $remote_addr", "代理不转来访地址"),
    ],
)
def test_a_bad_line_in_the_configuration_is_found(good: str, bad: str, name: str) -> None:
    text = next(block for block in DEPLOY.split("```") if "nginx-voice" in block)
    text = text.replace("client_body_temp_path /dev/shm/nginx-voice;", "")
    assert good in text

    assert _by_name(judge_nginx(text.replace(good, bad)))[name].outcome is Outcome.BAD


def test_each_setting_of_postgresql_is_judged() -> None:
    quiet = {name: sorted(values)[-1] for name, values in QUIET_SETTINGS.items()}
    assert {one.outcome for one in judge_postgresql(quiet)} == {Outcome.GOOD}
    for name in quiet:
        found = _by_name(judge_postgresql({**quiet, name: "all"}))
        assert [one.name for one in found.values() if one.outcome is Outcome.BAD] == [f"PostgreSQL {name}"]


def test_swap_on_a_disk_is_bad_and_in_memory_good(tmp_path: Path) -> None:
    head = "Filename Type Size Used Priority\n"
    for swaps, outcome in (
        ("", Outcome.GOOD),
        ("/swapfile file 1 0 -2\n", Outcome.BAD),
        ("/dev/sda2 partition 1 0 -2\n", Outcome.BAD),
        ("/dev/zram0 partition 1 0 100\n", Outcome.GOOD),
    ):
        (tmp_path / "swaps").write_text(head + swaps)
        assert _by_name(check_memory(tmp_path))["交换区"].outcome is outcome


def test_open_folders_files_and_mixed_homes_are_found(tmp_path: Path) -> None:
    home, workspace = tmp_path / "home", tmp_path
    home.mkdir()
    (home / "voice.sqlite3").touch()
    home.chmod(0o755)
    (home / "voice.sqlite3").chmod(0o644)
    (home / "voice.sqlite3.bak").touch(0o600)
    found = _by_name(check_files(home, workspace=workspace))
    for name in ("数据文件夹的权限", "数据文件的权限", "与工作台的数据分开", "专用的系统用户", "没有多余的文件"):
        assert found[name].outcome is Outcome.BAD, name

    home.chmod(0o700)
    (home / "voice.sqlite3").chmod(0o600)
    (home / "voice.sqlite3.bak").unlink()
    other = tmp_path / "other"
    other.mkdir()
    found = _by_name(check_files(home, workspace=other))
    for name in ("数据文件夹的权限", "数据文件的权限", "与工作台的数据分开", "没有多余的文件"):
        assert found[name].outcome is Outcome.GOOD, name


def test_temporary_folder_by_its_mount(tmp_path: Path) -> None:
    mounts = f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n"

    assert check_temporary_folder(mounts, tmp_path / "x").outcome is Outcome.GOOD
    assert check_temporary_folder(mounts, Path("/nowhere")).outcome is Outcome.BAD


def test_the_whole_list_runs_and_knows_the_channel(channel: Channel) -> None:
    found = _by_name(examine_host(nginx=None, workspace=None))

    assert found["恢复演练"].outcome is Outcome.GOOD
    assert found["能看“关于受理办公室”的人"].outcome is Outcome.GOOD
    assert found["批次"].outcome is Outcome.CANNOT_JUDGE
    assert found["TLS"].outcome is Outcome.BAD
    channel.batch()
    assert _by_name(examine_host(nginx=None, workspace=None))["公开记录没有被改"].outcome is Outcome.GOOD
    if os.geteuid() == 0:
        assert found["专用的系统用户"].outcome is Outcome.BAD
