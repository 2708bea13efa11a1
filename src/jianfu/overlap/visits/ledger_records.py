"""The ledger's inspections, rooms and apps: the only module of overlap that reads the database for them."""

from jianfu.ledger.frames import Frame, receipt_frame
from jianfu.overlap.visits.records import Installation, Visit
from jianfu.vocabulary.burden_kind import BurdenKind


def list_ledger_visits() -> list[Visit]:
    """Every receipt of an inspection."""
    frame = receipt_frame(BurdenKind.INSPECTION)
    return [
        Visit(
            id=str(frame["receipt_id"][row]),
            receiver=frame["receiver"][row],
            organ=frame["issuer"][row],
            matter=frame["title"][row],
            day=frame["inspected_on"][row],
            team="、".join(frame["inspecting_units"][row] or ()) or None,
            source=_source(frame, row),
        )
        for row in range(len(frame))
    ]


def list_ledger_rooms() -> list[Installation]:
    """Every receipt of a room or plaque."""
    return _list_installations(BurdenKind.FACILITY, "facility_form")


def list_ledger_tools() -> list[Installation]:
    """Every receipt of an app, mini-program, system or chat group."""
    return _list_installations(BurdenKind.DIGITAL_TOOL, "tool_form")


def _list_installations(kind: BurdenKind, form_column: str) -> list[Installation]:
    frame = receipt_frame(kind)
    return [
        Installation(
            id=str(frame["receipt_id"][row]),
            receiver=frame["receiver"][row],
            organ=frame["issuer"][row],
            name=frame["title"][row],
            form=frame[form_column][row] or None,
            source=_source(frame, row),
        )
        for row in range(len(frame))
    ]


def _source(frame: Frame, row: int) -> str:
    return f"{frame['source_name'][row]} {frame['sheet'][row]} 第{frame['row'][row]}行"
