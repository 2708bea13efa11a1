"""Kills an import at random moments, runs it again to the end, and compares the ledger with an undisturbed one.

    python -m bench.kill_import [--times 50]

Each time starts from an empty ledger: import, kill -9 at a moment drawn over the length of an undisturbed import,
import again. The two ledgers must hold the same demands, receipts, organs and evidence, the database must be whole and
the audit log must verify.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from county.making import make_county

COMMAND = (sys.executable, "-c", "from jianfu.cli import main; main()")
TABLES = {
    "demands": "SELECT key FROM ledger_demand",
    "receipts": "SELECT key FROM ledger_receipt",
    "observations": "SELECT key FROM ledger_observation",
    "organs": "SELECT name, level, known FROM ledger_organ",
    "evidence": "SELECT sheet, row, grade, words FROM ledger_evidencerow",
    "files": "SELECT digest, rows_digest FROM ledger_importedfile",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files, home = Path(folder) / "files", Path(folder) / "home"
        make_small_county(files)
        seconds = run_to_the_end(files, home)
        undisturbed = read_ledger(home)
        print(
            f"undisturbed: {seconds:.1f} s, " + ", ".join(f"{len(rows):,} {name}" for name, rows in undisturbed.items())
        )
        draw = random.Random(20231207)
        moments = [draw.uniform(0, seconds) for _ in range(options.times)]
        results = [survive(files, home, moment, undisturbed) for moment in moments]
    killed = [files_in for files_in, _ in results if files_in is not None]
    print(f"killed in mid-import: {len(killed)} of {options.times}; files already in at the kill: {sorted(killed)}")
    print(f"same ledger after running again: {sum(same for _, same in results)} of {options.times}")


def make_small_county(files: Path) -> None:
    """Some registers of the demonstration county: enough that kills fall into reading, recording and committing."""
    with tempfile.TemporaryDirectory() as whole:
        make_county(Path(whole), seed=1, scale=0.03)
        for name in ("县委办", "乡镇/白石坳镇", "乡镇/松溪镇", "县直部门通知"):
            shutil.copytree(Path(whole) / name, files / name)


def survive(files: Path, home: Path, moment: float, undisturbed: dict[str, list[object]]) -> tuple[int | None, bool]:
    """Kill one import at `moment`, run it again. Returns the files in at the kill (None: it was done), and equality."""
    shutil.rmtree(home, ignore_errors=True)
    process = subprocess.Popen([*COMMAND, "import", files], env=environment(home), stdout=subprocess.DEVNULL)
    time.sleep(moment)
    finished = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.wait()
    database = home / "ledger.sqlite3"
    files_in = None if finished else count_files(database)
    run_to_the_end(files, home)
    return files_in, is_whole(home) and read_ledger(home) == undisturbed


def count_files(database: Path) -> int:
    """Files that the ledger holds; 0 before it has tables."""
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM ledger_importedfile").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def run_to_the_end(files: Path, home: Path) -> float:
    """Import all files; returns the seconds. The scan among them cannot be read, so the exit code is 1."""
    start = time.monotonic()
    done = subprocess.run([*COMMAND, "import", files], env=environment(home), stdout=subprocess.DEVNULL, check=False)
    if done.returncode == 2:
        raise SystemExit("the import could not be run")
    return time.monotonic() - start


def read_ledger(home: Path) -> dict[str, list[object]]:
    """Everything that a ledger says, without the ids that the order of writing gives."""
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as connection:
        return {name: sorted(map(tuple, connection.execute(query))) for name, query in TABLES.items()}


def is_whole(home: Path) -> bool:
    """Whether the database is sound and the audit log verifies."""
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    verified = subprocess.run(
        [*COMMAND, "audit", "verify"], env=environment(home), stdout=subprocess.DEVNULL, check=False
    )
    return sound and orphans is None and verified.returncode == 0


def environment(home: Path) -> dict[str, str]:
    """The environment with this data folder and SQLite."""
    return {key: value for key, value in os.environ.items() if key != "JIANFU_DATABASE_URL"} | {
        "JIANFU_HOME": str(home)
    }


if __name__ == "__main__":
    main()
