"""What becomes of real bodies that were sent again in known ways: the relation that each planted copy is given.

    python -m bench.overlap_plants        # JIANFU_CORPORA names the folder of the corpora

Each plant is compared within one batch of all bodies and all their copies, so that it has to be found first.
"""

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow.parquet

from bench.overlap_accuracy import CORPORA, NOTHING
from jianfu.overlap.notices.matching import find_relations
from jianfu.overlap.notices.notice import Notice, Relation, read_issued

BODIES, SHORTEST, LONGEST, HEAD = 500, 150, 8000, 200
SENT, SOON, NEXT_YEAR = "2023-03-01", "2023-03-05", "2024-03-03"
PREFACE = "各乡镇人民政府：\n现将县应急局有关通知转发给你们，请结合实际认真贯彻执行。\n"
NOTE = "\n附：联系人另行通知。请各单位抓紧落实，逾期不予受理。"
FILLERS = "的一是在不了有和人这中大为上个"


@dataclass(frozen=True, slots=True)
class Plant:
    """How a body was changed, by whom and when it was sent again ('' for nobody says), and what that is."""

    name: str
    change: Callable[[str], str]
    issuer: str
    day: str
    expected: Relation


def main() -> None:
    if not CORPORA.is_dir():
        sys.exit(f"没有语料文件夹 {CORPORA}，请用 JIANFU_CORPORA 指定。")
    bodies = choose_bodies()
    names = [*(relation.value for relation in Relation), NOTHING]
    print(f"| plant | expected | right | {' | '.join(names)} |\n|---|---|---:|{'---:|' * len(names)}")
    for plant in make_plants():
        called = judge_plants(bodies, plant)
        cells = " | ".join(str(called[name]) for name in names)
        print(f"| {plant.name} | {plant.expected.value} | {called[plant.expected.value] / len(bodies):.3f} | {cells} |")


def choose_bodies() -> list[str]:
    """Notices first, then laws; of bodies that begin alike only the first."""
    rows = pyarrow.parquet.read_table(CORPORA / "official.parquet", columns=["body", "genre"]).to_pylist()
    rows = [row for row in rows if row["body"] and SHORTEST < len(row["body"]) < LONGEST]
    rows.sort(key=lambda row: row["genre"] != "notice_fulltext")
    different = {row["body"][:HEAD]: row["body"] for row in reversed(rows)}
    return list(reversed(different.values()))[:BODIES]


def make_plants() -> Iterator[Plant]:
    """The ways of sending again, each by a stated issuer on a stated day, and some with nothing stated."""
    same, other = "青岚县应急局", "青岚县商务局"
    draw = random.Random(1)
    changes: Sequence[tuple[str, Callable[[str], str]]] = (
        ("0.5 % of characters", lambda body: edit(body, 0.005, draw)),
        ("2 % of characters", lambda body: edit(body, 0.02, draw)),
        ("a note behind", lambda body: body + NOTE),
        ("paragraphs in another order", lambda body: "\n".join(draw.sample(body.split("\n"), body.count("\n") + 1))),
        ("other days", lambda body: re.sub(r"(\d+)日", lambda day: f"{int(day[1]) % 28 + 1}日", body)),
    )
    for name, change in changes:
        yield Plant(name, change, same, SOON, Relation.RESENT)
    for name, change in changes:
        yield Plant(f"{name}, nothing stated", change, "", "", Relation.RESENT)
    yield Plant("a preface by another organ", PREFACE.__add__, other, SOON, Relation.FORWARDED)
    yield Plant("unchanged, by another organ", str, other, SOON, Relation.SAME_MATTER)
    yield Plant("the next year", add_a_year, same, NEXT_YEAR, Relation.SERIES)
    yield Plant("the next year, nothing stated", add_a_year, "", "", Relation.SERIES)


def edit(body: str, share: float, draw: random.Random) -> str:
    """The body with this share of its characters replaced."""
    characters = list(body)
    for place in draw.sample(range(len(body)), max(1, int(len(body) * share))):
        characters[place] = draw.choice(FILLERS)
    return "".join(characters)


def add_a_year(body: str) -> str:
    """The body with every year one later."""
    return re.sub(r"(?:19|20)\d\d(?=年)", lambda year: str(int(year[0]) + 1), body)


def judge_plants(bodies: Sequence[str], plant: Plant) -> Counter[str]:
    """What the pairs of each body and its planted copy are called."""
    stated = "青岚县应急局" if plant.issuer else ""
    notices = []
    for number, body in enumerate(bodies):
        first_day = read_issued(SENT if plant.day else "")
        notices.append(Notice(f"{number}a", body=body, issuer=stated or None, date=first_day))
        copy = plant.change(body)
        notices.append(Notice(f"{number}b", body=copy, issuer=plant.issuer or None, date=read_issued(plant.day)))
    called = Counter(
        pair.judgement.relation.value for pair in find_relations(notices) if pair.first[:-1] == pair.second[:-1]
    )
    called[NOTHING] = len(bodies) - called.total()
    return called


if __name__ == "__main__":
    main()
