"""Puts the parts of the report in order."""

from datetime import date

from jianfu.reporting.document import Document, Heading, Node
from jianfu.reporting.material import Material
from jianfu.reporting.sections.burden import tell_burden
from jianfu.reporting.sections.comparison import tell_comparison
from jianfu.reporting.sections.declared import tell_declared
from jianfu.reporting.sections.methods import tell_methods
from jianfu.reporting.sections.opening import tell_overview, tell_purpose
from jianfu.reporting.sections.papers import tell_data_requests, tell_documents_meetings
from jianfu.reporting.sections.purchases import tell_facilities, tell_subscriptions
from jianfu.reporting.sections.root_causes import tell_root_causes
from jianfu.reporting.sections.rules import tell_rules
from jianfu.reporting.sections.tasks import tell_delegations, tell_digital_tools
from jianfu.reporting.sections.upward import tell_remedies
from jianfu.reporting.sections.visits import tell_inspections, tell_traces
from jianfu.reporting.wording import say_date, say_period

_PARTS = (
    tell_purpose,
    tell_overview,
    lambda material: [Heading(1, "二、八个方面的具体情况")],
    tell_documents_meetings,
    tell_data_requests,
    tell_inspections,
    tell_traces,
    tell_subscriptions,
    tell_facilities,
    tell_digital_tools,
    tell_delegations,
    tell_comparison,
    tell_rules,
    tell_burden,
    tell_root_causes,
    tell_remedies,
    tell_declared,
)


def compose(material: Material, *, made_on: date, checkpoint: str) -> Document:
    """The whole report. Its last part says on what each number before it rests."""
    nodes: list[Node] = [node for part in _PARTS for node in part(material)]
    draft = _make_document(material, nodes, made_on, checkpoint)
    methods = tell_methods(material, draft.figures())
    return _make_document(material, [*nodes, *methods], made_on, checkpoint)


def _make_document(material: Material, nodes: list[Node], made_on: date, checkpoint: str) -> Document:
    return Document(
        title=f"关于{material.organ}基层负担情况的报告",
        subtitle=f"（{say_period(material.period)}）",
        nodes=tuple(nodes),
        organ=material.organ,
        made_on=say_date(made_on),
        checkpoint=checkpoint,
    )
