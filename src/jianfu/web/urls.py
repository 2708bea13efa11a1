"""Addresses. Every one has a name, and every name a line in access/table.py."""

from allauth.account import views as account
from django.urls import include, path

from jianfu.web.pages.cases import case, case_step, cases, problem_open, problems, upward, upward_letter
from jianfu.web.pages.channel.items import item_import
from jianfu.web.pages.clearance.views import (
    draft,
    draft_check,
    draft_decide,
    draft_edit,
    draft_submit,
    drafts,
    number,
    number_print,
    numbers,
)
from jianfu.web.pages.county import county, home
from jianfu.web.pages.deliveries import (
    deliveries,
    delivery,
    delivery_bring,
    delivery_cancel,
    delivery_errors,
    delivery_import,
)
from jianfu.web.pages.health import health
from jianfu.web.pages.organs import organ
from jianfu.web.pages.people import invitation, people, people_invite, people_switch
from jianfu.web.pages.rows import row, rows, rows_export, search
from jianfu.web.pages.sweeps import sweep_bulletin, sweep_open, sweeps
from jianfu.web.pages.todo import todo, todo_calendar, todo_mark

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health, name="health"),
    path("account/login/", account.login, name="account_login"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("invitation/<str:uid>/<str:token>/", invitation, name="invitation"),
    path("county/", county, name="county"),
    path("organ/<int:organ_id>/", organ, name="organ"),
    path("rows/", rows, name="rows"),
    path("rows/export/", rows_export, name="rows_export"),
    path("rows/<int:receipt_id>/", row, name="row"),
    path("search/", search, name="search"),
    path("clearance/", drafts, name="drafts"),
    path("clearance/new/", draft_edit, name="draft_new"),
    path("clearance/check/", draft_check, name="draft_check"),
    path("clearance/<int:draft_id>/", draft, name="draft"),
    path("clearance/<int:draft_id>/edit/", draft_edit, name="draft_edit"),
    path("clearance/<int:draft_id>/submit/", draft_submit, name="draft_submit"),
    path("clearance/<int:draft_id>/decide/", draft_decide, name="draft_decide"),
    path("numbers/", numbers, name="numbers"),
    path("numbers/<int:year>/<int:place>/", number, name="number"),
    path("numbers/<int:year>/<int:place>/print/", number_print, name="number_print"),
    path("problems/", problems, name="problems"),
    path("problems/<int:problem_id>/open/", problem_open, name="problem_open"),
    path("cases/", cases, name="cases"),
    path("cases/<int:case_id>/", case, name="case"),
    path("cases/<int:case_id>/step/", case_step, name="case_step"),
    path("cases/import/", item_import, name="item_import"),
    path("sweeps/", sweeps, name="sweeps"),
    path("sweeps/items/<int:item_id>/open/", sweep_open, name="sweep_open"),
    path("sweeps/<int:sweep_id>/bulletin/", sweep_bulletin, name="sweep_bulletin"),
    path("upward/", upward, name="upward"),
    path("upward/letter/", upward_letter, name="upward_letter"),
    path("todo/", todo, name="todo"),
    path("todo/<int:receipt_id>/mark/", todo_mark, name="todo_mark"),
    path("todo/calendar.ics", todo_calendar, name="todo_calendar"),
    path("import/", deliveries, name="deliveries"),
    path("import/bring/", delivery_bring, name="delivery_bring"),
    path("import/<int:delivery_id>/", delivery, name="delivery"),
    path("import/<int:delivery_id>/import/", delivery_import, name="delivery_import"),
    path("import/<int:delivery_id>/cancel/", delivery_cancel, name="delivery_cancel"),
    path("import/<int:delivery_id>/errors/", delivery_errors, name="delivery_errors"),
    path("people/", people, name="people"),
    path("people/invite/", people_invite, name="people_invite"),
    path("people/<int:account_id>/switch/", people_switch, name="people_switch"),
]
