"""Addresses. Every one has a name, and every name a line in access/table.py."""

from allauth.account import views as account
from django.urls import include, path

from jianfu.web.pages.assessment.consultations import (
    consultation,
    consultation_open,
    opinion_answer,
    opinion_give,
)
from jianfu.web.pages.assessment.publishing import (
    assessment_archive,
    assessment_docx,
    assessment_xlsx,
    outside_plan,
    outside_plan_record,
)
from jianfu.web.pages.assessment.scores import (
    appeal,
    appeal_decide,
    assessment_appeal,
    assessment_check,
    assessment_score,
)
from jianfu.web.pages.assessment.years import assessment, assessment_draft, assessment_step, assessments
from jianfu.web.pages.channel.items import item_import
from jianfu.web.pages.clearance.deciding import draft, draft_decide
from jianfu.web.pages.clearance.drafting import draft_check, draft_edit, draft_submit, draft_withdraw, drafts
from jianfu.web.pages.clearance.numbers import (
    movements,
    number,
    number_end,
    number_next,
    number_print,
    numbers,
)
from jianfu.web.pages.deliveries.files import (
    delivery_errors,
    delivery_file,
    delivery_map,
    delivery_picture,
    delivery_type,
)
from jianfu.web.pages.deliveries.views import (
    deliveries,
    delivery,
    delivery_bring,
    delivery_cancel,
    delivery_import,
    delivery_look,
)
from jianfu.web.pages.health import alive, health, metrics
from jianfu.web.pages.mending.batch import cases_batch
from jianfu.web.pages.mending.cases import case, case_assign, case_explain, case_step, cases, digest_read
from jianfu.web.pages.mending.own_burden import own_burden
from jianfu.web.pages.mending.problems import problem_open, problems, problems_open
from jianfu.web.pages.mending.schedule import schedule, schedule_run
from jianfu.web.pages.mending.sweeps import sweep_bulletin, sweep_open, sweeps
from jianfu.web.pages.mending.upward import upward, upward_answer, upward_item, upward_letter, upward_send
from jianfu.web.pages.monitoring.checks import (
    check_draw,
    check_photo,
    check_publish,
    check_sheet,
    check_worker,
    checks,
    checks_published,
)
from jianfu.web.pages.monitoring.diary import diary
from jianfu.web.pages.monitoring.forms import ask, form, form_close, form_import, form_interview, form_make, forms
from jianfu.web.pages.monitoring.measures import measure, measure_judge, measure_register, measures
from jianfu.web.pages.monitoring.overview import bulletin, monitoring, points_draw
from jianfu.web.pages.own_account import OwnAccount, account_end_sessions
from jianfu.web.pages.people import invitation, people, people_invite, people_switch
from jianfu.web.pages.seeing.county import county, home
from jianfu.web.pages.seeing.organs import organ
from jianfu.web.pages.seeing.row import demand, row
from jianfu.web.pages.seeing.rows import rows
from jianfu.web.pages.seeing.search import search
from jianfu.web.pages.todo.feed import feed, todo_calendar, todo_feed, todo_feed_stop
from jianfu.web.pages.todo.views import todo, todo_digest, todo_mark, todo_undo

urlpatterns = [
    path("", home, name="home"),
    path("livez", alive, name="alive"),
    path("healthz", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("account/login/", account.login, name="account_login"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/sessions/end/", account_end_sessions, name="account_end_sessions"),
    path("account/2fa/", OwnAccount.as_view(), name="mfa_index"),  # in place of allauth's
    path("account/2fa/", include("allauth.mfa.urls")),
    path("invitation/<str:uid>/<str:token>/", invitation, name="invitation"),
    path("county/", county, name="county"),
    path("organ/<int:organ_id>/", organ, name="organ"),
    path("rows/", rows, name="rows"),
    path("rows/<int:receipt_id>/", row, name="row"),
    path("demands/<int:demand_id>/", demand, name="demand"),
    path("search/", search, name="search"),
    path("clearance/", drafts, name="drafts"),
    path("clearance/new/", draft_edit, name="draft_new"),
    path("clearance/check/", draft_check, name="draft_check"),
    path("clearance/<int:draft_id>/", draft, name="draft"),
    path("clearance/<int:draft_id>/edit/", draft_edit, name="draft_edit"),
    path("clearance/<int:draft_id>/submit/", draft_submit, name="draft_submit"),
    path("clearance/<int:draft_id>/withdraw/", draft_withdraw, name="draft_withdraw"),
    path("clearance/<int:draft_id>/decide/", draft_decide, name="draft_decide"),
    path("numbers/", numbers, name="numbers"),
    path("numbers/<int:year>/<int:place>/", number, name="number"),
    path("numbers/<int:year>/<int:place>/print/", number_print, name="number_print"),
    path("numbers/<int:year>/<int:place>/manage/", number, name="number_manage"),
    path("numbers/<int:year>/<int:place>/end/", number_end, name="number_end"),
    path("numbers/<int:year>/<int:place>/next/", number_next, name="number_next"),
    path("numbers/movements/", movements, name="movements"),
    path("problems/", problems, name="problems"),
    path("problems/open/", problems_open, name="problems_open"),
    path("problems/<int:problem_id>/open/", problem_open, name="problem_open"),
    path("cases/", cases, name="cases"),
    path("cases/batch/", cases_batch, name="cases_batch"),
    path("cases/digests/<int:digest_id>/read/", digest_read, name="digest_read"),
    path("cases/<int:case_id>/", case, name="case"),
    path("cases/<int:case_id>/step/", case_step, name="case_step"),
    path("cases/<int:case_id>/assign/", case_assign, name="case_assign"),
    path("cases/<int:case_id>/explain/", case_explain, name="case_explain"),
    path("schedule/", schedule, name="schedule"),
    path("schedule/run/", schedule_run, name="schedule_run"),
    path("own-burden/", own_burden, name="own_burden"),
    path("monitoring/", monitoring, name="monitoring"),
    path("monitoring/points/draw/", points_draw, name="points_draw"),
    path("monitoring/bulletin/", bulletin, name="bulletin"),
    path("monitoring/diary/", diary, name="diary"),
    path("monitoring/forms/", forms, name="forms"),
    path("monitoring/forms/make/", form_make, name="form_make"),
    path("monitoring/forms/<int:form_id>/", form, name="form"),
    path("monitoring/forms/<int:form_id>/close/", form_close, name="form_close"),
    path("monitoring/forms/<int:form_id>/import/", form_import, name="form_import"),
    path("monitoring/forms/<int:form_id>/interview/", form_interview, name="form_interview"),
    path("ask/<str:token>/", ask, name="ask"),
    path("monitoring/measures/", measures, name="measures"),
    path("monitoring/measures/register/", measure_register, name="measure_register"),
    path("monitoring/measures/<int:measure_id>/", measure, name="measure"),
    path("monitoring/measures/<int:measure_id>/judge/", measure_judge, name="measure_judge"),
    path("monitoring/checks/", checks, name="checks"),
    path("monitoring/checks/draw/", check_draw, name="check_draw"),
    path("monitoring/checks/worker.js", check_worker, name="check_worker"),
    path("monitoring/checks/published/", checks_published, name="checks_published"),
    path("monitoring/checks/photos/<int:photo_id>/", check_photo, name="check_photo"),
    path("monitoring/checks/<int:visit_id>/sheet/", check_sheet, name="check_sheet"),
    path("monitoring/checks/<int:round_id>/publish/", check_publish, name="check_publish"),
    path("cases/import/", item_import, name="item_import"),
    path("sweeps/", sweeps, name="sweeps"),
    path("sweeps/items/<int:item_id>/open/", sweep_open, name="sweep_open"),
    path("sweeps/<int:sweep_id>/bulletin/", sweep_bulletin, name="sweep_bulletin"),
    path("upward/", upward, name="upward"),
    path("upward/letter/", upward_letter, name="upward_letter"),
    path("upward/<int:upward_id>/", upward_item, name="upward_item"),
    path("upward/<int:upward_id>/send/", upward_send, name="upward_send"),
    path("upward/<int:upward_id>/answer/", upward_answer, name="upward_answer"),
    path("assessment/", assessments, name="assessments"),
    path("assessment/draft/", assessment_draft, name="assessment_draft"),
    path("assessment/<int:year_id>/", assessment, name="assessment"),
    path("assessment/<int:year_id>/step/", assessment_step, name="assessment_step"),
    path("assessment/<int:year_id>/score/<int:organ_id>/", assessment_score, name="assessment_score"),
    path("assessment/<int:year_id>/check/", assessment_check, name="assessment_check"),
    path("assessment/<int:year_id>/appeal/", assessment_appeal, name="assessment_appeal"),
    path("assessment/<int:year_id>/result.docx", assessment_docx, name="assessment_docx"),
    path("assessment/<int:year_id>/result.xlsx", assessment_xlsx, name="assessment_xlsx"),
    path("assessment/<int:year_id>/archive.zip", assessment_archive, name="assessment_archive"),
    path("assessment/<int:year_id>/outside/", outside_plan, name="outside_plan"),
    path("assessment/<int:year_id>/outside/record/", outside_plan_record, name="outside_plan_record"),
    path("appeals/<int:appeal_id>/", appeal, name="appeal"),
    path("appeals/<int:appeal_id>/decide/", appeal_decide, name="appeal_decide"),
    path("consultations/open/", consultation_open, name="consultation_open"),
    path("consultations/<int:consultation_id>/", consultation, name="consultation"),
    path("consultations/<int:consultation_id>/opinion/", opinion_give, name="opinion_give"),
    path("opinions/<int:opinion_id>/answer/", opinion_answer, name="opinion_answer"),
    path("todo/", todo, name="todo"),
    path("todo/<int:receipt_id>/mark/", todo_mark, name="todo_mark"),
    path("todo/<int:receipt_id>/undo/", todo_undo, name="todo_undo"),
    path("todo/digest/", todo_digest, name="todo_digest"),
    path("todo/calendar.ics", todo_calendar, name="todo_calendar"),
    path("todo/feed/", todo_feed, name="todo_feed"),
    path("todo/feed/stop/", todo_feed_stop, name="todo_feed_stop"),
    path("feed/<str:token>.ics", feed, name="feed"),
    path("import/", deliveries, name="deliveries"),
    path("import/bring/", delivery_bring, name="delivery_bring"),
    path("import/<int:delivery_id>/", delivery, name="delivery"),
    path("import/<int:delivery_id>/import/", delivery_import, name="delivery_import"),
    path("import/<int:delivery_id>/cancel/", delivery_cancel, name="delivery_cancel"),
    path("import/<int:delivery_id>/look/", delivery_look, name="delivery_look"),
    path("import/<int:delivery_id>/map/", delivery_map, name="delivery_map"),
    path("import/<int:delivery_id>/errors/", delivery_errors, name="delivery_errors"),
    path("import/<int:delivery_id>/files/<int:place>/", delivery_file, name="delivery_file"),
    path("import/<int:delivery_id>/pictures/<int:place>/", delivery_picture, name="delivery_picture"),
    path("import/<int:delivery_id>/typed/<int:place>/", delivery_type, name="delivery_type"),
    path("people/", people, name="people"),
    path("people/invite/", people_invite, name="people_invite"),
    path("people/<int:account_id>/switch/", people_switch, name="people_switch"),
]
