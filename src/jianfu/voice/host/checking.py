"""All checks of the machine, in one list. It is run on the deployed host, by the user that the channel runs as."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from jianfu.voice.actions.routes import NotOpen, recovery_key
from jianfu.voice.host.files import check_files
from jianfu.voice.host.logs import QUIET_SETTINGS, check_nginx, judge_postgresql
from jianfu.voice.host.memory import check_memory
from jianfu.voice.host.outcomes import HostFinding, Outcome, judged
from jianfu.voice.record.clock import today
from jianfu.voice.record.models import Batch, Handler
from jianfu.voice.record.tree import first_changed_entry
from jianfu.voice.rules.routing import Body

__all__ = ["HostFinding", "Outcome", "examine_host"]
_OLDEST_CLOCK = date(2026, 1, 1)


def examine_host(*, nginx: Path | None, workspace: Path | None) -> list[HostFinding]:
    """Every check, in the order in which somebody would mend what is bad."""
    return [
        *check_files(Path(settings.VOICE_HOME), workspace=workspace),
        *_check_databases(),
        *check_memory(),
        *check_nginx(nginx),
        *judge_postgresql(_postgresql_settings()),
        *_check_site(),
        *_check_people(),
        *_check_record(),
    ]


def _check_databases() -> Iterator[HostFinding]:
    main, keys = settings.DATABASES["default"], settings.DATABASES[settings.KEYS]
    yield judged(
        "内容密钥单独一个文件",
        main["NAME"] != keys["NAME"],
        f"密文和密钥在两个库里（{Path(str(keys['NAME'])).name}）。备份密文时不要带上它。",
        "密文和密钥在一个文件里。",
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            wanted = {"journal_mode": "wal", "synchronous": "2", "secure_delete": "1", "temp_store": "2"}
            found = {name: str(cursor.execute(f"PRAGMA {name}").fetchone()[0]) for name in wanted}
        wrong = [f"{name}={value}" for name, value in found.items() if value != wanted[name]]
        yield judged("SQLite 的设置", not wrong, "断电不丢，删除即覆盖，不写临时文件。", f"不对：{'、'.join(wrong)}。")


def _postgresql_settings() -> dict[str, str] | None:
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET_SETTINGS)])
        return dict(cursor.fetchall())


def _check_site() -> Iterator[HostFinding]:
    voice = settings.VOICE
    yield judged(
        "TLS",
        voice.tls,
        "代理在前面做 TLS。",
        "没有设 JIANFU_VOICE_TLS=1：网络上看得到明文。请放在做 TLS 的代理后面。",
    )
    is_set = "尚未设置" not in voice.paper_address
    yield judged("书面地址", is_set, voice.paper_address, "没有设 JIANFU_VOICE_PAPER_ADDRESS，收不下时无处可去。")
    yield judged("演示日期", voice.today is None, "没有设演示日期。", "设了 JIANFU_VOICE_TODAY：日期是假的，期限全错。")
    yield judged(
        "电脑时钟",
        None if today() >= _OLDEST_CLOCK else False,
        "",
        f"时钟是 {today()}，明显不对。",
        f"时钟是 {today()}，请与手机核对；建议装 chrony 对内网时间源。",
    )


def _check_people() -> Iterator[HostFinding]:
    bodies = list(Handler.objects.filter(left_on=None).values_list("body", flat=True))
    independent = sum(body in {Body.DISCIPLINE.value, Body.UPPER_LEVEL.value} for body in bodies)
    yield judged(
        "能看“关于受理办公室”的人",
        independent >= 2,
        f"纪检监察和上级共 {independent} 人。",
        f"纪检监察和上级只有 {independent} 人，少于两人：关于受理办公室和县领导的反映会被退回。",
    )
    try:
        recovery_key()
        is_drilled = True
    except NotOpen:
        is_drilled = False
    yield judged("恢复演练", is_drilled, "做过。", "还没有做，渠道不开通。见 docs/how-to/voice-reporters.md。")


def _check_record() -> Iterator[HostFinding]:
    changed = first_changed_entry()
    yield judged("公开记录没有被改", changed is None, "每条都对得上。", f"第 {changed} 条对不上，请查明。")
    batch = Batch.objects.order_by("-pk").first()
    age = None if batch is None else (today() - batch.day).days
    yield judged(
        "批次",
        None if age is None else age <= 10,
        f"上一批在 {age} 天前。",
        f"上一批在 {age} 天前：反映没有交给受理人。请看 jianfu voice serve 或定时任务有没有在运行。",
        "还没有交付过。",
    )
