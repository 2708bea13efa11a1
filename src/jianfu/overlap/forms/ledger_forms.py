"""The ledger's report forms and systems as forms: the only module of overlap that reads the database for them."""

from jianfu.ledger.frames import receipt_frame
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.vocabulary.burden_kind import BurdenKind


def list_ledger_forms() -> list[Form]:
    """Each form that the ledger knows with its fields, in the order in which it met them.

    A form that several receivers registered is one. A form whose fields nobody wrote down is left out: nothing can be
    said of it.
    """
    frame = receipt_frame(BurdenKind.DATA_REQUEST)
    rows: dict[int, list[int]] = {}
    for place, demand in enumerate(frame["demand_id"]):
        rows.setdefault(int(demand), []).append(place)
    return [
        Form(
            id=str(demand),
            name=frame["title"][first],
            fields=make_fields([[heading] for heading in frame["form_fields"][first]]),
            organ=frame["issuer"][first] or None,
            system=frame["system"][first] or None,
            matter=frame["topic"][first] or None,
            version=frame["template_version"][first] or None,
            receivers=frozenset(str(frame["receiver"][place]) for place in places),
            source=f"{frame['source_name'][first]} {frame['sheet'][first]} 第{frame['row'][first]}行",
        )
        for demand, places in rows.items()
        for first in places[:1]
        if frame["form_fields"][first]
    ]
