"""Tables of monitoring's pages."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest

from jianfu.monitoring.asking.form import parse_form
from jianfu.monitoring.asking.results import sum_up
from jianfu.monitoring.overview import Ground, list_courses, move_between
from jianfu.monitoring.record.models import CheckVisit, Measure, Questionnaire
from jianfu.monitoring.record.queries import list_questionnaires, read_answered
from jianfu.web.exports.book import Table
from jianfu.web.pages.monitoring.grounds import find_ground

_SERIES = ("种类", "月份", "件次", "按工作日和季节折算", "变档")


def tell_series(request: HttpRequest) -> Table:
    """Every month of every kind; a month without a register is blank."""
    ground = find_ground()
    return Table("各月走势", _SERIES, _list_months(ground) if ground else ())


def _list_months(ground: Ground) -> Iterator[tuple[object, ...]]:
    for course in list_courses(ground):
        series, breaks = course.adjusted.series, {one.at for one in course.changes}
        columns = zip(series.months, series.values.tolist(), course.adjusted.values.tolist(), strict=True)
        for place, (month, value, adjusted) in enumerate(columns):
            is_gap = value != value  # noqa: PLR0124  # a gap is NaN
            told = (None, None) if is_gap else (value, round(adjusted, 1))
            yield series.name, f"{month:%Y-%m}", *told, "变档" if place in breaks else ""


def tell_moves(request: HttpRequest) -> Table:
    """What fell beside what rose, in the last quarter."""
    ground = find_ground()
    found = move_between(ground) if ground else None
    lines = [
        (one.fell_name, *one.fall, one.rose_name, *one.rise, one.together.value, *one.together.interval(), one.words)
        for one in (found.moves if found else ())
    ]
    headings = ("降的", "前期", "近期", "升的", "前期", "近期", "合计变化", "区间下", "区间上", "说明")
    return Table("此消彼长", headings, lines)


def tell_measures(request: HttpRequest) -> Table:
    """The library of measures."""
    lines = [
        (one.title, one.start, one.expected, one.get_verdict_display(), "；".join(one.judged.get("reasons", [])))
        for one in Measure.objects.order_by("-start", "-pk")
    ]
    return Table("措施", ("措施", "实施", "预期减少", "结论", "依据"), lines)


def tell_questionnaires(request: HttpRequest) -> Table:
    """All questionnaires."""
    lines = [
        (one.title, one.get_way_display(), "匿名" if one.is_anonymous else "", one.filled.count(), one.expected)
        for one in list_questionnaires()
    ]
    return Table("问卷", ("题目", "方式", "匿名", "收到", "预计"), lines)


def tell_results(request: HttpRequest, form_id: int) -> Table:
    """The results of one questionnaire, hidden where its page hides them."""
    found = Questionnaire.objects.filter(pk=form_id).first()
    if found is None:
        raise Http404
    results = sum_up(parse_form(found.lines), read_answered(found)).results
    lines = [
        (
            one.question.words,
            line.words,
            line.count,
            *((line.share.value, line.share.low, line.share.high) if line.share else (None,) * 3),
        )
        for one in results
        for line in one.lines
    ]
    return Table("问卷结果", ("题目", "答案", "份数", "占比或平均", "区间下", "区间上"), lines)


def tell_published(request: HttpRequest) -> Table:
    """Places, times and chances of rounds that were published."""
    visits = CheckVisit.objects.filter(round__published_at__isnull=False).select_related("organ", "round")
    lines = [
        (
            one.day,
            one.half_day,
            one.organ.name,
            one.stratum,
            one.chance,
            "到了" if one.filled_at else "没有去",
            one.round.seed,
        )
        for one in visits.order_by("-round_id", "day", "pk")
    ]
    return Table("抽查公布", ("日期", "上下午", "地点", "层", "入样概率", "到了没有", "种子"), lines)
