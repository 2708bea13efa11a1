"""Questionnaires: one page to make, one link to answer, results at once; interviews; files of other form tools."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianfu.ledger.queries import list_grassroots
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.asking.answer_files import MisfitFile, ReadAnswers, read_table
from jianfu.monitoring.asking.by_township import Township, estimate_townships
from jianfu.monitoring.asking.costs import MONTHLY_CAP_HOURS, Way, hours_of
from jianfu.monitoring.asking.form import Form, Question, Sort, parse_form, read_answers
from jianfu.monitoring.asking.results import Answered, sum_up
from jianfu.monitoring.inference.expanding import CannotInfer
from jianfu.monitoring.record.actions.asking import (
    RefusedAnswer,
    close_questionnaire,
    import_answers,
    make_questionnaire,
    take_answers,
)
from jianfu.monitoring.record.actions.costs import list_costs
from jianfu.monitoring.record.models import Questionnaire
from jianfu.monitoring.record.queries import list_questionnaires, read_answered
from jianfu.monitoring.trends.ledger_tables import read_townships
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_number, viewer_of
from jianfu.web.pages.monitoring.clocking import count_seconds, is_sent_again, mark_opening
from jianfu.web.pages.monitoring.grounds import find_ground
from jianfu.web.pages.monitoring.sheets import UnreadableSheet, read_sheet

_LONGEST_LINES, _LONGEST_TITLE = 5_000, 100
_SHOWN_REFUSED = 10


@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """All questionnaires, and the page to make one."""
    return _show_list(request)


def _show_list(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    context = {
        "questionnaires": list_questionnaires(),
        "may_make": TABLE["form_make"][viewer_of(request).role] is not Scope.NONE,
        "typed": request.POST,
        "hours": hours_of(list_costs(today())),
        "cap": MONTHLY_CAP_HOURS,
        "ways": (Way.FORM, Way.INTERVIEW),
    }
    return render(request, "forms.html", context, status=status)


@require_POST
def form_make(request: HttpRequest) -> HttpResponse:
    """Send a questionnaire out."""
    given = request.POST
    try:
        made = make_questionnaire(
            given.get("title", "")[:_LONGEST_TITLE],
            given.get("lines", "")[:_LONGEST_LINES],
            is_anonymous=bool(given.get("anonymous")),
            way=Way.INTERVIEW if given.get("way") == Way.INTERVIEW else Way.FORM,
            expected=read_number(given.get("expected", "")),
            actor=viewer_of(request).actor,
            now=now(),
        )
    except RefusedAnswer as problem:
        messages.error(request, str(problem))
        return _show_list(request, status=422)
    return redirect("form", made.pk)


@require_safe
def form(request: HttpRequest, form_id: int) -> HttpResponse:
    """One questionnaire: its link and its results as they are now."""
    return _show(request, get_object_or_404(Questionnaire, pk=form_id))


def _show(
    request: HttpRequest, found: Questionnaire, *, status: int = 200, refused: tuple[str, ...] = ()
) -> HttpResponse:
    asked, answered = parse_form(found.lines), read_answered(found)
    link = request.build_absolute_uri(reverse("ask", args=[found.token])) if found.token else ""
    context = {
        "found": found,
        "link": link,
        "results": sum_up(asked, answered),
        "townships": [] if found.is_anonymous else list(_estimate_townships(asked, answered)),
        "count": found.filled.count(),
        "minutes": asked.seconds / 60,
        "may_make": TABLE["form_make"][viewer_of(request).role] is not Scope.NONE,
        "refused": refused[:_SHOWN_REFUSED],
        "more_refused": max(len(refused) - _SHOWN_REFUSED, 0),
    }
    return render(request, "form.html", context, status=status)


def _estimate_townships(asked: Form, answered: Sequence[Answered]) -> Iterator[tuple[Question, list[Township], str]]:
    """Each question for a number, estimated for every township; or why it is not."""
    ground = find_ground()
    if ground is None:
        return
    townships = read_townships(ground.table)
    known = dict(zip(townships.places.names, townships.base.tolist(), strict=True))
    above = dict(list_grassroots(OrganLevel.VILLAGE).values_list("name", "parent__name"))
    for place, question in enumerate(asked.questions):
        if question.sort is Sort.NUMBER:
            told = [
                (above.get(one.place, one.place), float(one.answers[place][0]))
                for one in answered
                if place in one.answers
            ]
            try:
                yield question, estimate_townships(told, known), ""
            except CannotInfer as problem:
                yield question, [], str(problem)


@require_POST
def form_close(request: HttpRequest, form_id: int) -> HttpResponse:
    """Take no more answers."""
    found = get_object_or_404(Questionnaire, pk=form_id)
    close_questionnaire(found.pk, actor=viewer_of(request).actor, now=now())
    return redirect("form", form_id)


@require_POST
def form_import(request: HttpRequest, form_id: int) -> HttpResponse:
    """Take the table that another form tool exported; nothing of one whose columns do not fit."""
    found = get_object_or_404(Questionnaire, pk=form_id)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise MisfitFile("请选择另一个问卷工具导出的表格（xlsx、xls 或 csv）。")
        read: ReadAnswers = read_table(parse_form(found.lines), read_sheet(file.name or "", file.read()))
    except (MisfitFile, UnreadableSheet) as problem:
        messages.error(request, str(problem))
        return _show(request, found, status=422)
    taken = import_answers(found, read, file.name or "", actor=viewer_of(request).actor, now=now())
    ignored = f"没有用到的列：{'、'.join(read.ignored)}。" if read.ignored else ""
    messages.success(request, f"导入 {taken} 份，{len(read.refused)} 行没有导入。{ignored}")
    return _show(request, found, refused=read.refused) if read.refused else redirect("form", form_id)


@require_http_methods(["GET", "HEAD", "POST"])
def form_interview(request: HttpRequest, form_id: int) -> HttpResponse:
    """Ask somebody face to face and write down the answers."""
    found = get_object_or_404(Questionnaire, pk=form_id, way=Way.INTERVIEW.value)
    return _ask(request, found, "form_interview", [form_id], then=reverse("form", args=[form_id]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Where one link leads: the questions, for anybody. No account, no name, no address is kept."""
    found = Questionnaire.objects.filter(token=token).exclude(token="").first()
    if found is None:
        raise Http404
    return _ask(request, found, "ask", [token], then="")


def _ask(request: HttpRequest, found: Questionnaire, name: str, at: list[Any], *, then: str) -> HttpResponse:
    """The form, or thanks; a form with problems comes back with what was chosen."""
    asked, status = parse_form(found.lines), 200
    problems: list[str] = []
    if request.method == "POST" and found.closed_at is None:
        given = {place: request.POST.getlist(f"q{place}") for place in range(len(asked.questions))}
        answers, problems = read_answers(asked, given)
        where = "" if found.is_anonymous else _read_place(request)
        if not found.is_anonymous and not where:
            problems.insert(0, "请选择您在哪个乡镇或村。")
        if not problems:
            seconds = count_seconds(request.POST.get("opened", ""), asked.seconds)
            try:
                if not is_sent_again(request.POST.get("opened", "")):
                    take_answers(found, where, answers, seconds=seconds, day=today())
            except RefusedAnswer as problem:
                problems.append(str(problem))
            else:
                return redirect(then) if then else render(request, "asked.html", {"found": found})
        status = 422
    context = {
        "found": found,
        "questions": list(_prepare(asked, request)),
        "problems": problems,
        "places": [] if found.is_anonymous else _list_places(),
        "place": request.POST.get("place", ""),
        "address": reverse(name, args=at),
        "opened": mark_opening(),
        "minutes": max(round(asked.seconds / 60), 1),
    }
    return render(request, "ask.html", context, status=status)


def _prepare(asked: Form, request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "number": place + 1,
            "name": f"q{place}",
            "question": question,
            "kind": _kind(question),
            "chosen": request.POST.getlist(f"q{place}"),
            "first": (request.POST.getlist(f"q{place}") or [""])[0],
            "when": f"q{question.when[0]}" if question.when else "",
            "when_number": question.when[0] + 1 if question.when else 0,
            "when_choice": question.when[1] if question.when else "",
        }
        for place, question in enumerate(asked.questions)
    ]


def _kind(question: Question) -> str:
    return {Sort.CHOICE: "radio", Sort.CHOICES: "checkbox", Sort.NUMBER: "number", Sort.TEXT: "text"}[question.sort]


def _read_place(request: HttpRequest) -> str:
    """The township or village that was chosen, '' for none that is known."""
    name = request.POST.get("place", "")
    return name if list_grassroots().filter(name=name).exists() else ""


def _list_places() -> list[tuple[str, list[str]]]:
    """Townships, each with its villages."""
    villages: dict[int | None, list[str]] = {}
    for name, parent in list_grassroots(OrganLevel.VILLAGE).values_list("name", "parent_id"):
        villages.setdefault(parent, []).append(name)
    return [(one.name, villages.get(one.pk, [])) for one in list_grassroots(OrganLevel.TOWNSHIP)]
