"""Unannounced checks: the draw, the sheet that works without reception, publication afterwards."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianfu.casework.actions import open_check_case
from jianfu.ledger.models import Organ
from jianfu.monitoring.checks.drawing import HALF_DAYS, CannotDraw, draw_places
from jianfu.monitoring.checks.photos import LARGEST_BYTES, UnreadablePhoto
from jianfu.monitoring.checks.routing import find_route, measure_roads
from jianfu.monitoring.checks.sheets import ANSWERS, QUESTIONS, WAS_SEEN, read_clock
from jianfu.monitoring.record.actions.checking import (
    MOST_PHOTOS,
    RefusedSheet,
    fill_sheet,
    publish_round,
    record_round,
)
from jianfu.monitoring.record.models import CheckPhoto, CheckRound, CheckVisit
from jianfu.monitoring.record.queries import list_candidates
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_number, viewer_of
from jianfu.web.pages.monitoring.clocking import mark_opening, read_opening
from jianfu.web.standards import desk_rules

_LONGEST, _LONGEST_SEED, _LONGEST_NAME = 2_000, 100, 200
_MOST_A_STRATUM, _MOST_DAYS = 20, 62
_STRATA = ("没有问题的", "有问题的", "问题多的")
_SEAT = "县城"
_WORKER = Path(__file__).parents[2] / "static" / "jianfu" / "check-worker.js"


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first with its days and ways."""
    rounds = list(CheckRound.objects.order_by("-pk"))
    context = {
        "rounds": rounds,
        "days": _list_days(rounds[0]) if rounds else [],
        "today": today(),
        "strata": list(enumerate(_STRATA)),
        "typed": request.POST,
    }
    return render(request, "checks.html", context)


def _list_days(found: CheckRound) -> list[dict[str, Any]]:
    """The places of each day, the morning's before the afternoon's, each in the order of the shortest way; its
    hours.
    """
    visits = list(found.visits.select_related("organ__parent").order_by("day", "half_day", "pk"))
    hours = measure_roads(*_read_roads(visits))
    days = []
    for day in sorted({visit.day for visit in visits}):
        own = {visit.organ.name: visit for visit in visits if visit.day == day}
        halves = [[name for name, visit in own.items() if visit.half_day == half] for half in HALF_DAYS]
        order = [name for names in halves for name in find_route(_SEAT, names, hours)[0]]
        length = sum(map(hours, [_SEAT, *order], [*order, _SEAT]))
        days.append({"day": day, "visits": [own[name] for name in order], "hours": length})
    return days


def _read_roads(visits: list[CheckVisit]) -> tuple[dict[str, str], dict[str, float]]:
    township_of, to_county = {}, {}
    for visit in visits:
        organ = visit.organ
        township = organ.parent if organ.level == OrganLevel.VILLAGE and organ.parent else organ
        township_of[organ.name] = township.name
        if township.hours_to_county is not None:
            to_county[township.name] = township.hours_to_county
    return township_of, to_county


@require_POST
def check_draw(request: HttpRequest) -> HttpResponse:
    """Draw places and times."""
    given = request.POST
    try:
        period = _read_period(given.get("start", ""), given.get("end", ""))
        wanted = {n: min(read_number(given.get(f"count{n}", "")), _MOST_A_STRATUM) for n in range(len(_STRATA))}
        seed = given.get("seed", "")[:_LONGEST_SEED]
        drawn = draw_places(list_candidates(), wanted, period, seed, desk_rules().calendar)
    except CannotDraw as problem:
        messages.error(request, str(problem))
        return redirect("checks")
    record_round(drawn, period, seed, actor=viewer_of(request).actor, now=now())
    messages.success(request, f"抽中 {len(drawn)} 处。不要告诉被查的地方，也不要让人陪同。")
    return redirect("checks")


def _read_period(first: str, last: str) -> Period:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if not timedelta(0) <= end - start <= timedelta(days=_MOST_DAYS):
            raise CannotDraw(f"请写起止日期，先起后止，不超过 {_MOST_DAYS} 天。")
        return Period(start, end + timedelta(days=1))
    except (ValueError, OverflowError) as error:
        if isinstance(error, CannotDraw):
            raise
        raise CannotDraw("请写明起止日期。") from error


@require_http_methods(["GET", "HEAD", "POST"])
def check_sheet(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The sheet of one place. A script that sends it later is answered in its own words."""
    visit = get_object_or_404(CheckVisit.objects.select_related("round", "organ"), pk=visit_id)
    if request.method != "POST":
        return _show_sheet(request, visit)
    try:
        opened = _fill(request, visit)
    except (RefusedSheet, UnreadablePhoto) as problem:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refused": str(problem)}, status=422)
        messages.error(request, str(problem))
        return _show_sheet(request, visit, status=422)
    messages.success(request, f"收到了。立案 {opened} 件。" if opened else "收到了。")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": reverse("checks")})
    return redirect("checks")


def _show_sheet(request: HttpRequest, visit: CheckVisit, *, status: int = 200) -> HttpResponse:
    departments = Organ.objects.filter(known=True, level=OrganLevel.COUNTY.value).order_by("name")
    lines = []
    for number, words in enumerate(QUESTIONS):
        before = visit.answers[number] if number < len(visit.answers) else ""
        lines.append(
            {
                "number": number,
                "words": words,
                "chosen": request.POST.get(f"answer{number}", before),
                "who": request.POST.get(f"who{number}", ""),
                "said": request.POST.get(f"said{number}", ""),
            }
        )
    context = {
        "visit": visit,
        "lines": lines,
        "answers": ANSWERS,
        "was_seen": WAS_SEEN,
        "departments": departments.values_list("name", flat=True),
        "opened": mark_opening(),
        "most_photos": MOST_PHOTOS,
        "photos": visit.photos.values_list("pk", flat=True),
        "typed": request.POST,
    }
    return render(request, "check_sheet.html", context, status=status)


def _fill(request: HttpRequest, visit: CheckVisit) -> int:
    """Keep the sheet and open a case for each thing that was seen of a known organ; how many."""
    given, viewer, moment = request.POST, viewer_of(request), now()
    stamp = read_opening(given.get("opened", ""))
    opened = moment if stamp is None else datetime.fromtimestamp(stamp)  # noqa: DTZ006  # county local time
    photos = [file.read(LARGEST_BYTES + 1) for file in request.FILES.getlist("photos")]
    answers = [given.get(f"answer{number}", "") for number in range(len(QUESTIONS))]
    fill_sheet(
        visit,
        answers,
        given.get("words", "")[:_LONGEST],
        read_number(given.get("minutes", "")),
        clocked=read_clock(_read_moment(given.get("filled", "")), min(opened, moment), moment),
        photos=photos,
        actor=viewer.actor,
        now=moment,
    )
    count = 0
    for number, answer in enumerate(answers):
        name = given.get(f"who{number}", "")[:_LONGEST_NAME]
        organ = Organ.objects.filter(name=name, known=True, level=OrganLevel.COUNTY.value).first() if name else None
        if answer == WAS_SEEN and organ is not None:
            words = given.get(f"said{number}", "")[:_LONGEST]
            calendar = desk_rules().calendar
            open_check_case(visit, number, organ, words, calendar=calendar, actor=viewer.actor, now=moment)
            count += 1
    return count


def _read_moment(words: str) -> datetime | None:
    """The phone's time as its script writes it, local; None where there is none."""
    try:
        moment = datetime.fromisoformat(words) if words else None
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment else None


@require_safe
def check_photo(request: HttpRequest, photo_id: int) -> HttpResponse:
    """One photo of a visit."""
    photo = get_object_or_404(CheckPhoto, pk=photo_id)
    return HttpResponse(bytes(photo.content), content_type="image/jpeg")


@require_POST
def check_publish(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show to everybody what was drawn and how."""
    found = get_object_or_404(CheckRound, pk=round_id)
    try:
        publish_round(found.pk, actor=viewer_of(request).actor, now=now())
    except RefusedSheet as problem:
        messages.error(request, str(problem))
        return redirect("checks")
    return redirect("checks_published")


@require_safe
def checks_published(request: HttpRequest) -> HttpResponse:
    """What was drawn in rounds that are over: seed, places, times, chances. No findings: those are cases."""
    rounds = CheckRound.objects.filter(published_at__isnull=False).order_by("-pk").prefetch_related("visits__organ")
    return render(request, "checks_published.html", {"rounds": rounds})


@require_safe
def check_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps sheets on the phone; it may only stand above the pages that it serves."""
    return HttpResponse(_WORKER.read_text(encoding="utf-8"), content_type="text/javascript")
