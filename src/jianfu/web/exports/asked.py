"""Answers an address that asks for one of its page's tables; who may see the page may take its tables along."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from jianfu.web.exports import (
    assessment_tables,
    county_tables,
    list_tables,
    monitoring_tables,
    organ_tables,
    row_tables,
)
from jianfu.web.exports.book import Table, write_book

ASKED = "export"
Maker = Callable[..., Table]
TABLES: Mapping[str, Mapping[str, tuple[str, Maker]]] = {
    "county": {
        "kinds": ("八个方面", county_tables.tell_kinds),
        "months": ("各月", county_tables.tell_months),
        "changes": ("此消彼长", county_tables.tell_changes),
        "townships": ("各乡镇（街道）", county_tables.tell_townships),
        "issuers": ("谁要求的", county_tables.tell_issuers),
        "problems": ("问题", county_tables.tell_problems),
    },
    "organ": {
        "kinds": ("按种类", organ_tables.tell_kinds),
        "months": ("各月", organ_tables.tell_months),
        "partners": ("往来单位", organ_tables.tell_partners),
        "papers": ("发出或待办的", organ_tables.tell_papers),
        "repeats": ("重复的通知", organ_tables.tell_repeats),
    },
    "rows": {"xlsx": ("登记明细", row_tables.tell_rows)},
    "row": {"evidence": ("依据", row_tables.tell_evidence)},
    "search": {"xlsx": ("查找结果", row_tables.tell_found)},
    "problems": {"xlsx": ("问题", list_tables.tell_problems)},
    "cases": {"xlsx": ("整治", list_tables.tell_cases)},
    "upward": {"xlsx": ("上下联动清单", list_tables.tell_upward)},
    "numbers": {"xlsx": ("准入编号", list_tables.tell_numbers)},
    "movements": {"xlsx": ("增减台账", list_tables.tell_movements)},
    "drafts": {"xlsx": ("准入草稿", list_tables.tell_drafts)},
    "sweeps": {"xlsx": ("月度扫描", list_tables.tell_sweeps)},
    "deliveries": {"xlsx": ("导入", list_tables.tell_deliveries)},
    "todo": {"xlsx": ("待办", list_tables.tell_matters)},
    "monitoring": {
        "series": ("各月走势", monitoring_tables.tell_series),
        "moves": ("此消彼长", monitoring_tables.tell_moves),
    },
    "measures": {"xlsx": ("措施", monitoring_tables.tell_measures)},
    "forms": {"xlsx": ("问卷", monitoring_tables.tell_questionnaires)},
    "form": {"xlsx": ("问卷结果", monitoring_tables.tell_results)},
    "checks_published": {"xlsx": ("抽查公布", monitoring_tables.tell_published)},
    "assessment": {"plan": ("方案", assessment_tables.tell_plan)},
    "outside_plan": {"xlsx": ("说要纳入考核的通知", assessment_tables.tell_threats)},
    "appeal": {"moved": ("受影响的", assessment_tables.tell_moved)},
    "people": {"xlsx": ("账号", list_tables.tell_people)},
}
"""By the page's name: the tables that it shows, each with its words and with what makes it from the request."""


class ExportAsked:
    """Middleware behind the gate: a page's address with `export=` gives the table instead of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; `process_view` comes between."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None lets the view run, as for a table that the page does not have."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        found = TABLES.get(name, {}).get(request.GET.get(ASKED, ""))
        if found is None or request.method not in {"GET", "HEAD"}:
            return None
        return write_book(found[1](request, **kwargs))


def list_exports(name: str) -> list[tuple[str, str]]:
    """The tables of a page: their names in the address, and their words; [] for a page without any."""
    return [(key, words) for key, (words, _) in TABLES.get(name, {}).items()]
