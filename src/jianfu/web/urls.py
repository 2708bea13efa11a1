"""Addresses. Every one has a name, and every name a line in access/table.py."""

from allauth.account import views as account
from django.urls import include, path

from jianfu.web.pages.county import county, home
from jianfu.web.pages.health import health
from jianfu.web.pages.organs import organ
from jianfu.web.pages.people import invitation, people, people_invite, people_switch
from jianfu.web.pages.rows import row, rows, rows_export, search

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
    path("people/", people, name="people"),
    path("people/invite/", people_invite, name="people_invite"),
    path("people/<int:account_id>/switch/", people_switch, name="people_switch"),
]
