"""One draft with all that is known of it, and the decision on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.clearance.actions import RefusedStep, decide
from jianfu.clearance.desk import look_at
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.queries import emergency_due_on
from jianfu.clearance.terms import State, Verdict
from jianfu.ledger.viewer import Role
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind, fields_of
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_number, viewer_of
from jianfu.web.pages.clearance.drafting import get_draft, list_changes
from jianfu.web.standards import desk_rules

_SHOWN = 200
_FEN = 100


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft with the desk's answer, the decisions on it, and what can be done now."""
    viewer, found = viewer_of(request), get_draft(request, draft_id)
    waits = found.state == State.SUBMITTED
    is_own = viewer.organ_id == found.organ_id
    context = {
        "draft": found,
        "facts": _say_facts(found),
        "answer": look_at(found, desk_rules(), today=today()),
        "day": found.due_on,
        "decisions": found.decisions.order_by("pk"),
        "number": ClearanceNumber.objects.filter(draft=found).first(),
        "changes": list_changes(found) if State(found.state).is_open or waits else None,
        "emergency_due": emergency_due_on(found, desk_rules().calendar) if waits else None,
        "today": today(),
        "may_edit": viewer.role is Role.DEPARTMENT and State(found.state).is_open,
        "may_take_back": viewer.role is Role.DEPARTMENT and waits and not found.is_emergency,
        "may_decide": viewer.role is Role.APPROVER and waits and not is_own,
        "is_in_conflict": viewer.role is Role.APPROVER and waits and is_own,
        "may_see_rows": viewer.sees_all,
        "verdicts": list(Verdict),
        "others": Draft.objects.filter(state=State.CLEARED).exclude(pk=found.pk).order_by("-pk")[:_SHOWN],
    }
    return render(request, "draft.html", context)


def _say_facts(found: Draft) -> list[tuple[str, str]]:
    fields = fields_of(BurdenKind(found.kind))
    return [(field.label, _say(field, found.facts[field.name])) for field in fields if field.name in found.facts]


def _say(field: Field, value: object) -> str:
    if field.value is ValueKind.FLAG:
        return "是" if value else "否"
    if field.value is ValueKind.MONEY and isinstance(value, (int, float)):
        return f"{value / _FEN:,.2f} 元"
    return f"{value} {field.unit}".strip()


@require_POST
def draft_decide(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Decide on a draft."""
    viewer, found = viewer_of(request), get_draft(request, draft_id)
    verdict, into = request.POST.get("verdict", ""), request.POST.get("merged_into", "")
    if verdict not in set(Verdict):
        messages.error(request, "请选择结论。")
        return redirect("draft", draft_id)
    other = Draft.objects.filter(pk=int(into), state=State.CLEARED).first() if _is_id(into) else None
    try:
        decide(
            found.pk,
            Verdict(verdict),
            request.POST.get("reasons", "")[:4000],
            version=read_number(request.POST.get("version", "")),
            hours_a_year=look_at(found, desk_rules(), today=today()).weight.hours.mean,
            merged_into_id=other.pk if other else None,
            decider_organ_id=viewer.organ_id,
            actor=viewer.actor,
            now=now(),
        )
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("draft", draft_id)


def _is_id(words: str) -> bool:
    return words.isascii() and words.isdecimal() and len(words) < 18
