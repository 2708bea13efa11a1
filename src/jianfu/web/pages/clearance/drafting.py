"""Drafts: listed, typed or uploaded, looked at while they are typed, handed in."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianfu.clearance.actions import RefusedStep, drop_draft, save_draft, submit_draft, take_back
from jianfu.clearance.checks.uploads import LARGEST_UPLOAD_BYTES, Upload, read_upload
from jianfu.clearance.desk import look_at
from jianfu.clearance.models import Draft
from jianfu.clearance.numbers.fast_lane import list_substantive_changes, terms_of
from jianfu.clearance.queries import emergency_due_on, list_ending, visible_drafts
from jianfu.clearance.terms import SENDABLE, State, name_sendable
from jianfu.intake.errors import UnreadableFile
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_number, viewer_of
from jianfu.web.pages.clearance.draft_form import DraftForm, read_kind, show_fact, typed
from jianfu.web.standards import desk_rules

_SHOWN = 200
_LONGEST_ID = 18
"""Digits."""


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts in reach: what waits for a decision first, emergencies ahead; and one's numbers that end soon."""
    viewer, calendar = viewer_of(request), desk_rules().calendar
    found = list(visible_drafts(viewer)[:_SHOWN])
    found.sort(key=lambda one: (one.state != State.SUBMITTED, not one.is_emergency))
    lines = [(one, emergency_due_on(one, calendar) if one.state == State.SUBMITTED else None) for one in found]
    context = {
        "lines": lines,
        "today": today(),
        "may_draft": viewer.role is Role.DEPARTMENT,
        "ending": list_ending(today(), organ_id=viewer.organ_id) if viewer.role is Role.DEPARTMENT else [],
    }
    return render(request, "drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, draft_id: int | None = None) -> HttpResponse:
    """Type a draft, new or one's own, its kind first. Changing the kind or reading a file keeps what is typed."""
    own = None if draft_id is None else get_draft(request, draft_id)
    kind = read_kind(request.POST.get("kind") or request.GET.get("kind") or (own.kind if own else None))
    if request.method == "POST" and request.POST.get("do") == "upload":
        return _fill_in(request, own, kind)
    if kind is None:
        status = 422 if request.method == "POST" else 200
        return render(request, "draft_kinds.html", {"kinds": _kinds()}, status=status)
    if request.method == "POST" and request.POST.get("do") != "kind":
        return _save(request, own, kind)
    if request.method == "POST":
        return _show(request, make_form(kind, initial=_as_typed(request.POST)), own)
    return _show(request, make_form(kind, initial=typed(own) if own else None), own)


def make_form(kind: BurdenKind, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> DraftForm:
    """The form of a kind, with days read by today and the county's calendar."""
    return DraftForm(kind, data, initial=initial, today=today(), calendar=desk_rules().calendar)


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, name_sendable(kind)) for kind in SENDABLE]


def _as_typed(data: QueryDict) -> dict[str, Any]:
    return {name: data.get(name) for name in data}


def _show(
    request: HttpRequest, form: DraftForm, own: Draft | None, notes: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    version = _version(request) if request.method == "POST" else own.version if own else 1
    context = {"form": form, "draft": own, "version": version, "kinds": _kinds(), "notes": notes}
    return render(request, "draft_edit.html", context, status=status)


def _save(request: HttpRequest, own: Draft | None, kind: BurdenKind) -> HttpResponse:
    viewer, form = viewer_of(request), make_form(kind, request.POST)
    if form.is_valid():
        assert viewer.organ_id is not None  # a department's account has an organ
        try:
            saved = save_draft(
                form.values(),
                organ_id=viewer.organ_id,
                draft_id=own.pk if own else None,
                version=_version(request),
                actor=viewer.actor,
                now=now(),
            )
        except RefusedStep as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("draft", saved.pk)
    return _show(request, form, own, status=422)


def _fill_in(request: HttpRequest, own: Draft | None, kind: BurdenKind | None) -> HttpResponse:
    """Read an uploaded file into the inputs that are still blank; what was typed stays, and is told."""
    file = request.FILES.get("file")
    given = _as_typed(request.POST)
    try:
        found = _read_file(file)
    except UnreadableFile as problem:
        messages.error(request, f"{problem.reason}{problem.remedy}")
        form = make_form(kind or BurdenKind.DOCUMENT, initial=given)
        return _show(request, form, own, status=422)
    shown = {name: "\n".join(value) if name == "form_fields" else show_fact(name, value)
             for name, value in found.values.items()}  # fmt: skip
    kept = [
        name for name in shown if str(given.get(name) or "").strip() and str(given[name]).strip() != str(shown[name])
    ]
    filled = given | {name: value for name, value in shown.items() if name not in kept}
    form = make_form(kind or found.kind, initial=filled)
    labels = "、".join(str(form.fields[name].label) for name in kept if name in form.fields)
    notes = (*found.notes, *((f"您已填的{labels}没有改动。",) if labels else ()))
    return _show(request, form, own, notes)


def _read_file(file: "UploadedFile[Any] | None") -> Upload:
    if file is None:
        raise UnreadableFile("没有选择文件。", "请选好文件再点“读入”。")
    if (file.size or 0) > LARGEST_UPLOAD_BYTES:
        raise UnreadableFile("文件超过 20 兆字节。", "请只上传通知或表样本身。")
    return read_upload(file.name or "文件", file.read(), calendar=desk_rules().calendar, now=now())


@require_POST
def draft_check(request: HttpRequest) -> HttpResponse:
    """What the desk says of what is typed so far; nothing is kept."""
    kind = read_kind(request.POST.get("kind"))
    organ = get_object_or_404(Organ, pk=viewer_of(request).organ_id)
    form = make_form(kind, request.POST) if kind else None
    is_part = bool(request.headers.get("HX-Request"))
    page = "desk_answer.html" if is_part else "desk_page.html"
    if form is None or not form.is_valid():
        return render(request, page, {"answer": None, "problems": _list_problems(form)})
    known = request.POST.get("draft", "")
    is_known = known.isascii() and known.isdecimal() and len(known) < _LONGEST_ID
    own = visible_drafts(viewer_of(request)).filter(pk=int(known)).first() if is_known else None
    answer = look_at(form.as_draft(organ, own), desk_rules(), today=today())
    return render(request, page, {"answer": answer, "day": form.cleaned_data["due_on"], "has_hints": is_part})


def _list_problems(form: DraftForm | None) -> list[str]:
    """What is wrong with what was typed; what is still blank is not yet wrong."""
    if form is None:
        return []
    return [str(error) for name, errors in form.errors.items() if form.data.get(name) for error in errors]


@require_POST
def draft_submit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hand a draft in; a new version that asks nothing more goes through at once."""
    found, rules = get_draft(request, draft_id), desk_rules()
    try:
        submitted = submit_draft(
            found.pk,
            version=_version(request),
            desk_cost=look_at(found, rules, today=today()).cost_words,
            changes=list_changes(found),
            actor=viewer_of(request).actor,
            now=now(),
        )
        went = submitted.state == State.CLEARED
        messages.success(request, "没有多要什么，已按快速通道换成新版，编号不变。" if went else "已提交审核。")
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("draft", draft_id)


@require_POST
def draft_withdraw(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take back what was handed in, or give up what was not."""
    found = get_draft(request, draft_id)
    withdraw, said = (
        (take_back, "已撤回，可以接着改。") if request.POST.get("what") == "back" else (drop_draft, "这份不发了。")
    )
    try:
        withdraw(found.pk, version=_version(request), actor=viewer_of(request).actor, now=now())
        messages.success(request, said)
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("draft", draft_id)


def list_changes(draft: Draft) -> list[str] | None:
    """What a new version asks beyond what was cleared; None for what is no new version."""
    if draft.replaces is None:
        return None
    changes = list_substantive_changes(terms_of(draft.replaces), terms_of(draft), desk_rules().dictionary)
    return [*changes, "续期，有效期从审核当天重新算起。"] if draft.is_renewal else changes


def get_draft(request: HttpRequest, draft_id: int) -> Draft:
    """The draft if it is in reach; 404 as for none."""
    return get_object_or_404(visible_drafts(viewer_of(request)), pk=draft_id)


def _version(request: HttpRequest) -> int:
    return read_number(request.POST.get("version", ""))
