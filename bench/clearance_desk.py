"""How long the desk takes for a draft, end to end through the page, on the ledger of JIANFU_HOME.

    JIANFU_HOME=… python bench/clearance_desk.py [times]

Prints the median and the slowest for each kind, and the parts of one check.
"""

import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DRAFT = {
    "title": "关于报送消防安全排查台账的通知", "reach": "both", "due_on": "12月8日", "topic": "消防安全",
    "form_fields": "场所名称\n负责人\n联系电话\n检查时间\n隐患内容\n整改期限", "frequency": "每月",
    "text": "请各乡镇（街道）高度重视今冬明春火灾防控工作，认真开展排查，建立台账，及时报送。" * 20,
}  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.site")
    import django

    django.setup()
    from django.test import Client
    from django.utils.timezone import now as wall_clock

    from jianfu.clearance.desk import warm_up
    from jianfu.clearance.terms import SENDABLE, name_sendable
    from jianfu.ledger.models import Demand, Receipt
    from jianfu.ledger.viewer import Role
    from jianfu.web.access import sessions
    from jianfu.web.accounts.models import Account
    from jianfu.web.standards import desk_rules

    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    print(f"receipts {Receipt.objects.count()}, demands {Demand.objects.count()}")
    print(f"first check after start (warm up) {_take(lambda: warm_up(desk_rules())):.3f} s")
    client = Client(headers={"host": "localhost"})
    client.force_login(Account.objects.filter(role=Role.DEPARTMENT)[0], backend=BACKEND)
    session = client.session
    sessions.begin(session, int(wall_clock().timestamp()), with_second_factor=False)
    session.save()
    for kind in SENDABLE:
        taken = [_take(lambda kind=kind: _check(client, kind.value)) for _ in range(times)]
        print(f"{name_sendable(kind)}: median {median(taken):.3f} s, slowest {max(taken):.3f} s")


def _check(client: Any, kind: str) -> None:
    answer = client.post("/clearance/check/", DRAFT | {"kind": kind}, headers={"hx-request": "true"})
    assert "基层要花的代价" in answer.content.decode(), answer.status_code


def _take(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
