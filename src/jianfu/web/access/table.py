"""The one table of who reaches what. An address that is not in it is closed to everybody."""

from collections.abc import Mapping

from jianfu.ledger.viewer import Role, Scope

A, O, N = Scope.ALL, Scope.OWN, Scope.NONE  # noqa: E741  # columns of a table, read as a table
PUBLIC = frozenset(
    {
        "alive",
        "health",
        "metrics",
        "number",
        "feed",
        "invitation",
        "ask",
        "set_language",
        "account_login",
        "mfa_authenticate",
    }
)
"""Addresses that need no account: the health page, metrics (which ask for more), a clearance number's public page,
a questionnaire's link, a calendar behind its secret, and the way in."""
ACCOUNT = frozenset(
    {
        "home",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_end_sessions",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
"""Addresses of one's own account, open to everybody who is signed in."""
ENROLMENT = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout"})
"""All that a county role reaches before it has bound a second factor."""
FRESH = frozenset({"people_invite", "people_switch"})
"""What decides on other people's accounts: the password must have been typed a short while ago."""
_COLUMNS = (
    Role.ANALYST,
    Role.APPROVER,
    Role.DEPARTMENT,
    Role.TOWNSHIP,
    Role.VILLAGE,
    Role.SUPERVISION,
    Role.LEADER,
    Role.AUDITOR,
)
#                 analyst, approver, department, township, village, supervision, leader, auditor
_ROWS: Mapping[str, tuple[Scope, ...]] = {
    "county": (A, A, A, A, N, A, A, A),
    "organ": (A, A, O, O, O, A, A, A),
    "rows": (A, A, O, O, O, A, A, A),
    "row": (A, A, O, O, O, A, A, A),
    "demand": (A, A, O, O, O, A, A, A),
    "search": (A, A, O, O, O, A, A, A),
    "drafts": (A, A, O, N, N, A, A, A),
    "draft_new": (N, N, O, N, N, N, N, N),
    "draft_edit": (N, N, O, N, N, N, N, N),
    "draft_check": (N, N, O, N, N, N, N, N),
    "draft": (A, A, O, N, N, A, A, A),
    "draft_submit": (N, N, O, N, N, N, N, N),
    "draft_decide": (N, A, N, N, N, N, N, N),
    "numbers": (A, A, A, A, A, A, A, A),
    "number_print": (A, A, A, A, A, A, A, A),
    "number_manage": (A, A, A, A, A, A, A, A),
    "number_end": (N, A, O, N, N, N, N, N),
    "number_next": (N, N, O, N, N, N, N, N),
    "movements": (A, A, O, N, N, A, A, A),
    "problems": (A, A, O, N, N, A, A, A),
    "problem_open": (A, N, N, N, N, A, N, N),
    "problems_open": (A, N, N, N, N, A, N, N),
    "cases": (A, A, O, O, O, A, A, A),
    "case": (A, A, O, O, O, A, A, A),
    "case_step": (A, N, N, N, N, A, N, N),
    "case_assign": (A, N, N, N, N, A, N, N),
    "case_explain": (N, N, O, N, N, N, N, N),
    "cases_batch": (A, N, N, N, N, A, N, N),
    "digest_read": (A, N, N, N, N, A, N, N),
    "item_import": (N, N, N, N, N, A, N, N),
    "sweeps": (A, A, N, N, N, A, A, A),
    "sweep_open": (A, N, N, N, N, A, N, N),
    "sweep_bulletin": (A, A, N, N, N, A, A, A),
    "upward": (A, A, N, N, N, A, A, A),
    "upward_letter": (A, A, N, N, N, A, A, A),
    "upward_item": (A, A, N, N, N, A, A, A),
    "upward_send": (A, N, N, N, N, N, N, N),
    "upward_answer": (A, N, N, N, N, N, N, N),
    "schedule": (A, A, N, N, N, A, A, A),
    "schedule_run": (A, N, N, N, N, N, N, N),
    "own_burden": (A, A, A, A, A, A, A, A),
    "monitoring": (A, A, N, N, N, A, A, A),
    "points_draw": (A, N, N, N, N, N, N, N),
    "bulletin": (A, A, N, N, N, A, A, A),
    "diary": (N, N, N, O, O, N, N, N),
    "forms": (A, N, N, N, N, N, N, A),
    "form_make": (A, N, N, N, N, N, N, N),
    "form": (A, N, N, N, N, N, N, A),
    "form_close": (A, N, N, N, N, N, N, N),
    "form_import": (A, N, N, N, N, N, N, N),
    "form_interview": (A, N, N, N, N, N, N, N),
    "measures": (A, A, N, N, N, A, A, A),
    "measure_register": (A, N, N, N, N, N, N, N),
    "measure": (A, A, N, N, N, A, A, A),
    "measure_judge": (A, N, N, N, N, N, N, N),
    "checks": (A, N, N, N, N, A, N, N),
    "check_draw": (A, N, N, N, N, A, N, N),
    "check_sheet": (A, N, N, N, N, A, N, N),
    "check_photo": (A, N, N, N, N, A, N, N),
    "check_publish": (A, N, N, N, N, A, N, N),
    "check_worker": (A, N, N, N, N, A, N, N),
    "checks_published": (A, A, A, A, A, A, A, A),
    "todo": (N, N, N, O, O, N, N, N),
    "todo_mark": (N, N, N, O, O, N, N, N),
    "todo_undo": (N, N, N, O, O, N, N, N),
    "todo_digest": (N, N, N, O, O, N, N, N),
    "todo_calendar": (N, N, N, O, O, N, N, N),
    "todo_feed": (N, N, N, O, O, N, N, N),
    "todo_feed_stop": (N, N, N, O, O, N, N, N),
    "deliveries": (A, N, N, O, O, N, N, A),
    "delivery": (A, N, N, O, O, N, N, A),
    "delivery_errors": (A, N, N, O, O, N, N, A),
    "delivery_bring": (A, N, N, O, O, N, N, N),
    "delivery_import": (A, N, N, N, N, N, N, N),
    "delivery_cancel": (A, N, N, O, N, N, N, N),
    "delivery_look": (A, N, N, N, N, N, N, N),
    "delivery_map": (A, N, N, N, N, N, N, N),
    "delivery_type": (A, N, N, N, N, N, N, N),
    "delivery_file": (A, N, N, O, O, N, N, A),
    "delivery_picture": (A, N, N, O, O, N, N, A),
    "people": (A, N, N, N, N, N, N, A),
    "people_invite": (A, N, N, N, N, N, N, N),
    "people_switch": (A, N, N, N, N, N, N, N),
}
TABLE: Mapping[str, Mapping[Role, Scope]] = {
    name: dict(zip(_COLUMNS, scopes, strict=True)) for name, scopes in _ROWS.items()
}
