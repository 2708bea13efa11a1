"""What could be mended: which rows would not come again if demands were merged, not repeated, or kept to a rule.

Only rows that go away as a whole save hours here: a later deadline, a shorter meeting or a form without its paper copy
is a relief, but of how many hours no register says.
"""

from collections.abc import Iterator

import numpy as np

from jianfu.burden.mendings import Mending, Saving, rank_mendings
from jianfu.reporting.conclusions.saved_hours import choose_excess
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures import data_requests, documents_meetings, inspections
from jianfu.reporting.figures.making import days_of, first_word
from jianfu.reporting.grouping import Keys, day_keys, group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection, join_keys
from jianfu.reporting.wording import say_title
from jianfu.rulebook.cards.card import Severity


def rank_savings(material: Material) -> list[Saving]:
    """The ten mendings that save most hours, none of them counted twice."""
    return rank_mendings(material.simulation, list(_list_mendings(material)))


def find_repeated_requests(material: Material) -> list[Mending]:
    """For each topic that many organs ask about: a receiver's rows but those of the organ that takes most hours."""
    counted, _ = data_requests.find_topics_of_many(material)
    mendings = []
    for rows in counted.selections if counted else ():
        topics = group(rows, rows.keys("topic"))
        for index in range(len(topics)):
            of_topic = topics[index]
            again = _all_but_one_issuer(material, of_topic)
            asking = of_topic.count_distinct("issuer")
            name = f"{asking}个单位分别索要的“{first_word(of_topic, 'topic')}”合并为一次收集"
            mendings.append(Mending(name, again))
    return mendings


def _list_mendings(material: Material) -> Iterator[Mending]:
    yield from find_repeated_requests(material)
    yield from _merge_visits(material)
    yield from _stop_repeats(material)
    yield from _keep_limits(material)


def _merge_visits(material: Material) -> Iterator[Mending]:
    for rows in _rows_of(inspections.find_crowded_days(material)[0]):
        keys = join_keys(rows.column("receiver_id"), _visit_days(rows))
        yield Mending("一天接待三家以上检查的，合并为一次下沉", _all_but_heaviest(material, rows, keys))
    for rows in _rows_of(inspections.find_split_visits(material)[0]):
        issuers = group(rows, rows.codes("issuer"))
        for index in range(len(issuers)):
            own = issuers[index]
            keys = join_keys(own.column("receiver_id"), _visit_days(own))
            name = f"{first_word(own, 'issuer')}同一天分批的检查合为一次"
            yield Mending(name, _all_but_heaviest(material, own, keys))


def _stop_repeats(material: Material) -> Iterator[Mending]:
    for rows in _rows_of(documents_meetings.find_repeated_documents(material)[0]):
        titles = group(rows, rows.keys("issuer", "title_key"))
        for index in range(len(titles)):
            same = titles[index]
            name = f"{first_word(same, 'issuer')}的{say_title(first_word(same, 'title'))}核对后一次下发"
            yield Mending(name, _all_but_heaviest(material, same, same.keys("receiver_id", "received_on")))

    for rows in _rows_of(documents_meetings.find_forwarded_documents(material)[0]):
        keys = join_keys(documents_meetings.subject_keys(rows), rows.keys("received_on", "receiver_id"))
        yield Mending("已经收到的文件，其他单位不再同日转发", _all_but_heaviest(material, rows, keys))


def _keep_limits(material: Material) -> Iterator[Mending]:
    """Findings of more demands than a rule allows: those beyond the limit, the lightest of them."""
    for result in material.results:
        if result.card.severity is not Severity.QUESTION:
            for one in result.findings:
                excess = choose_excess(material, result.card, one)
                yield Mending(f"{one.responsible}按“{one.name}”的限值执行（{one.subject}）", excess)


def _rows_of(counted: Figure | None) -> tuple[Selection, ...]:
    return counted.selections if counted else ()


def _visit_days(rows: Selection) -> Keys:
    return day_keys(days_of(rows, "inspected_on", "received_on"))


def _all_but_heaviest(material: Material, rows: Selection, keys: Keys) -> frozenset[int]:
    """Of rows that share a key all but the one that takes most hours; of equals the first is kept."""
    again: set[int] = set()
    groups = group(rows, keys)
    for index in range(len(groups)):
        ids = groups[index].column("receipt_id").tolist()
        heaviest = int(np.argmax([_hours(material, id) for id in ids]))
        again.update(ids[:heaviest] + ids[heaviest + 1 :])
    return frozenset(again)


def _all_but_one_issuer(material: Material, rows: Selection) -> frozenset[int]:
    """Of rows that share a receiver those of all organs but the one that takes most hours."""
    again: set[int] = set()
    groups = group(rows, rows.keys("receiver_id"))
    for index in range(len(groups)):
        own = groups[index]
        of_issuer: dict[int, list[int]] = {}
        for issuer, id in zip(own.codes("issuer").tolist(), own.column("receipt_id").tolist(), strict=True):
            of_issuer.setdefault(issuer, []).append(id)
        kept = max(of_issuer, key=lambda issuer: sum(_hours(material, id) for id in of_issuer[issuer]))
        again.update(id for issuer, ids in of_issuer.items() if issuer != kept for id in ids)
    return frozenset(again)


def _hours(material: Material, receipt: int) -> float:
    return material.hours_of_receipt.get(receipt, 0.0)
