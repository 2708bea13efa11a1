"""What the server does by itself: when it last ran, when it runs next, with which result; and to run it now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.viewer import Scope
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of
from jianfu.web.schedule.actions import order_run
from jianfu.web.schedule.jobs import Job
from jianfu.web.schedule.models import ScheduledRun
from jianfu.web.watching.checks import look_around

_SHOWN = 20


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """The jobs and their last runs."""
    runs = ScheduledRun.objects.order_by("-pk")
    lines = [(job, runs.filter(job=job).first(), job.next_due(now())) for job in Job]
    context = {
        "lines": lines,
        "runs": runs[:_SHOWN],
        "state": look_around(),
        "may_run": TABLE["schedule_run"][viewer_of(request).role] is not Scope.NONE,
    }
    return render(request, "schedule.html", context)


@require_POST
def schedule_run(request: HttpRequest) -> HttpResponse:
    """Have a job run now."""
    job = request.POST.get("job", "")
    if job not in set(Job):
        messages.error(request, "请选择任务。")
    elif order_run(Job(job), actor=viewer_of(request).actor, now=now()):
        messages.success(request, f"{Job(job).label}已排队，做完在本页显示结果。")
    else:
        messages.info(request, f"{Job(job).label}已在排队或进行中。")
    return redirect("schedule")
