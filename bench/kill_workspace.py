"""Kills the server and its worker at random moments of an import, a decision and a sweep, and compares.

    python -m bench.kill_workspace [--times 10] [--postgres postgresql://USER@127.0.0.1:PORT]

Each time a copy of the same small demonstration county is served; a register is brought in and ordered, drafts are
decided, last month is swept again. Server and worker die by kill -9 together, in turn during the import, the sweep
and the decisions: so long after each has begun as is drawn over the length that it had in an undisturbed round. They
are started again, and whatever a user would do again is done again. Then nothing that was answered may be missing,
nothing may be there twice, the database must be whole and the audit log must verify. On SQLite; with `--postgres` in
databases of its own on that server, by an account that may create them.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import psycopg

COMMAND = (sys.executable, "-c", "from jianfu.cli import main; main()")
DAY = "2023-12-07"
ROWS = 4000
DRAFTS = 60
WORK = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "jianfu.web.site"
import django
django.setup()
from datetime import date
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from jianfu.clearance.actions import decide, save_draft, submit_draft
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.terms import Verdict
from jianfu.ledger.models import Organ
from jianfu.monitoring.evaluating import sweep_again
from jianfu.monitoring.models import Sweep
from jianfu.monitoring.sweep.sent_things import months_before
from jianfu.web.clock import now, today
from jianfu.web.deliveries.actions import bring, order_import
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.tasks import import_delivery, look_at_delivery
from jianfu.web.standards import desk_rules

def say(*words):
    print(*words, flush=True)

def brought():
    if not Delivery.objects.exists():
        file = SimpleUploadedFile("收文登记.xlsx", Path(sys.argv[1]).read_bytes())
        look_at_delivery.enqueue(bring([file], "", organ_id=None, actor="试", now=now()).pk)
    delivery = Delivery.objects.get()
    say("brought", delivery.pk)

def ordered():
    import time
    while (delivery := Delivery.objects.get()).state == "waiting":
        time.sleep(0.1)
    if order_import(delivery, actor="试", now=now()):
        import_delivery.enqueue(delivery.pk)
    say("ordered", delivery.pk)

def decided(place):
    title = f"年度统计表{place}"
    answers = dict(problem="一", lighter_way="二", workable="三", cost="四")
    values = dict(kind="data_request", title=title, reach="townships", **answers)
    organ = Organ.objects.filter(level="county", kind="department").order_by("pk").first()
    draft = Draft.objects.filter(title=title).first() or save_draft(
        values, organ_id=organ.pk, draft_id=None, version=0, actor="试", now=now())
    say("drafted", title)
    if draft.state == "draft":
        draft = submit_draft(draft.pk, version=draft.version, desk_cost="", changes=None, actor="试", now=now())
    if draft.state == "submitted":
        decide(draft.pk, Verdict.GO, "可以", version=draft.version, hours_a_year=1, merged_into_id=None,
               decider_organ_id=None, actor="审", now=now())
    say("decided", title, ClearanceNumber.objects.get(draft__title=title).number)

def swept():
    sweep_again(months_before(today().replace(day=1), 1)[0], desk_rules().calendar, actor="试", now=now())
    say("swept", Sweep.objects.get().items.count())

brought(); ordered(); swept()
for place in range(int(sys.argv[2])):
    decided(place)
say("done")
"""


@dataclass(frozen=True)
class County:
    """A data folder with its database: SQLite in the folder, or one of the folder's name on a PostgreSQL server."""

    home: Path
    server: str

    @property
    def name(self) -> str:
        return f"jianfu_kill_{self.home.name}"

    @property
    def database(self) -> str:
        return f"{self.server}/{self.name}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"JIANFU_HOME": str(self.home), "JIANFU_DEMONSTRATION_DAY": DAY}
        own |= {"JIANFU_DATABASE_URL": self.database} if self.server else {}
        return {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"} | own

    def connect(self) -> Any:
        if self.server:
            return psycopg.connect(self.database, autocommit=True)
        return sqlite3.connect(self.home / "ledger.sqlite3", timeout=60, isolation_level=None)

    def ask(self, words: str) -> list[list[object]]:
        with closing(self.connect()) as connection:
            return [list(row) for row in connection.execute(words).fetchall()]

    def copy(self, name: str) -> "County":
        """The same county under another name, in place of what stood there."""
        other = County(self.home.parent / name, self.server)
        shutil.rmtree(other.home, ignore_errors=True)
        shutil.copytree(self.home, other.home)
        other.create(template=self.name)
        return other

    def create(self, template: str = "template0") -> None:
        """Its database anew; SQLite needs none of that."""
        if not self.server:
            return
        with closing(psycopg.connect(f"{self.server}/postgres", autocommit=True)) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {self.name} TEMPLATE {template}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--postgres", default="", metavar="URL", help="the server, without a database")
    options = parser.parse_args()
    draw = random.Random(20231207)
    with tempfile.TemporaryDirectory() as folder:
        origin = County(Path(folder) / "origin", options.postgres)
        make_origin(origin)
        register = make_register(Path(folder) / "收文登记.xlsx")
        undisturbed, phases = time_phases(origin.copy("home"), register)
        print(f"undisturbed: {json.dumps(undisturbed, ensure_ascii=False)}", flush=True)
        results = []
        for number in range(options.times):
            county = origin.copy("home")
            phase, begins_with, length = phases[number % len(phases)]
            moment = draw.uniform(0, length)
            answered = work_until_killed(county, register, begins_with, moment)
            after, kept = go_through(county, register), list_decided(county)
            lost = [line for line in answered if line.split()[0] == "decided" and line not in kept]
            good = after == undisturbed and not lost and is_whole(county)
            results.append(good)
            last = answered[-1] if answered else "nothing answered yet"
            print(
                f"{number + 1}: killed in the {phase} at {moment:.2f} s, after “{last}”: lost {len(lost)}, same {good}",
                flush=True,
            )
    print(f"nothing lost, nothing twice, whole and verified: {sum(results)} of {options.times}")


def make_origin(county: County) -> None:
    """A small demonstration county, imported and evaluated."""
    files = county.home.parent / "files"
    county.create()
    for words in (("county", "make", str(files), "--scale", "0.02"), ("import", str(files)), ("evaluate",)):
        done = subprocess.run([*COMMAND, *words], env=county.environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode == 2:
            raise SystemExit(f"jianfu {words[0]} could not be run")


def make_register(path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("收文登记")
    sheet.append(["收文日期", "来文单位", "标题", "收文单位"])
    for number in range(ROWS):
        sheet.append(["2023-12-06", "青岚县应急管理局", f"关于第{number}号事项的通知", "松溪镇"])
    book.save(path)
    return path


def serve(county: County) -> "subprocess.Popen[bytes]":
    """The server with its worker, in a process group of its own, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=county.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
            return process
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def begin_work(county: County, register: Path) -> "subprocess.Popen[str]":
    """The same actions that pages call, one after the other, each told when its transaction is through."""
    return subprocess.Popen(
        [sys.executable, "-c", WORK, str(register), str(DRAFTS)],
        env=county.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def time_phases(county: County, register: Path) -> tuple[dict[str, object], list[tuple[str, str, float]]]:
    """What an undisturbed round leaves; and of import, sweep and decisions the word that is told as each begins, and
    for how many seconds it goes on. The import goes on in the worker while the sweep is made here."""
    server = serve(county)
    start, told = time.monotonic(), {}
    try:
        working = begin_work(county, register)
        for line in working.stdout or ():
            told[line.split()[0]] = time.monotonic() - start
        if "done" not in told:
            raise SystemExit("the work could not be done")
        while read(county)["state"] != [["done"]]:
            time.sleep(0.1)
        imported = time.monotonic() - start
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    phases = [
        ("import", "brought", imported),
        ("sweep", "ordered", told["swept"]),
        ("decisions", "swept", told["done"]),
    ]
    return read(county), [(name, word, end - told[word]) for name, word, end in phases]


def work_until_killed(county: County, register: Path, begins_with: str, moment: float) -> list[str]:
    """What was answered until server, worker and whoever was writing died, so long after that word was told."""
    server = serve(county)
    working = begin_work(county, register)
    answered: list[str] = []
    has_begun = threading.Event()

    def listen() -> None:
        for line in working.stdout or ():
            answered.append(line.strip())
            if line.startswith(begins_with):
                has_begun.set()

    listener = threading.Thread(target=listen)
    listener.start()
    has_begun.wait()
    time.sleep(moment)
    for process in (server, working):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    listener.join()
    return answered


def go_through(county: County, register: Path) -> dict[str, object]:
    """Serve, do all of it (again), wait until the worker is through; what the record then says."""
    server = serve(county)
    try:
        working = begin_work(county, register)
        said, _ = working.communicate()
        if "done" not in said:
            raise SystemExit("the work could not be done:\n" + said)
        for _ in range(1200):
            if read(county)["state"] == [["done"]]:
                break
            time.sleep(0.1)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    return read(county)


def read(county: County) -> dict[str, object]:
    """What must be the same however often it was begun."""
    asked = {
        "state": "SELECT state FROM deliveries_delivery",
        "rows": "SELECT count(*), count(DISTINCT d.title) FROM ledger_receipt r JOIN ledger_demand d"
        " ON d.id = r.demand_id WHERE d.title LIKE '关于第%号事项的通知'",
        "numbers": "SELECT count(*), count(DISTINCT place), max(place) FROM clearance_clearancenumber",
        "drafts": "SELECT count(*), count(DISTINCT title) FROM clearance_draft",
        "decisions": "SELECT count(*) FROM clearance_decision",
        "sweeps": "SELECT count(*), (SELECT count(*) FROM monitoring_sweepitem) FROM monitoring_sweep",
        "known": "SELECT count(*), count(DISTINCT key) FROM monitoring_knownthing",
    }
    return {name: county.ask(words) for name, words in asked.items()}


def list_decided(county: County) -> list[str]:
    found = county.ask(
        "SELECT d.title, n.number FROM clearance_clearancenumber n JOIN clearance_draft d ON d.id = n.draft_id"
    )
    return [f"decided {title} {number}" for title, number in found]


def is_whole(county: County) -> bool:
    """Whether the database is sound and the audit log verifies; PostgreSQL holds foreign keys by itself."""
    sound = bool(county.server) or (
        county.ask("PRAGMA integrity_check") == [["ok"]] and not county.ask("PRAGMA foreign_key_check")
    )
    verified = subprocess.run(
        [*COMMAND, "audit", "verify"], env=county.environment, stdout=subprocess.DEVNULL, check=False
    )
    return sound and verified.returncode == 0


if __name__ == "__main__":
    main()
