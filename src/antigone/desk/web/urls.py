"""Every address of the desk's pages. A test asks each of them as each role, of one's own and of another agency."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web import front, histories, lines
from antigone.desk.web.accounts import urls as accounts
from antigone.desk.web.auditing import urls as auditing
from antigone.desk.web.cases import urls as cases
from antigone.desk.web.erasing import urls as erasing
from antigone.desk.web.exchange import urls as exchange
from antigone.desk.web.exercises import urls as exercises
from antigone.desk.web.figures import urlpatterns as figures
from antigone.desk.web.finding import page as finding
from antigone.desk.web.first_day import pages as first_day
from antigone.desk.web.guides import pages as guides
from antigone.desk.web.identification.urls import urlpatterns as identification
from antigone.desk.web.imports import urls as imports
from antigone.desk.web.lawful_basis import urls as sources
from antigone.desk.web.notices import pages as notices
from antigone.desk.web.notification import urls as notification
from antigone.desk.web.overview import ground
from antigone.desk.web.overview import picture as overview
from antigone.desk.web.photographs.urls import urlpatterns as photographs
from antigone.desk.web.reconciling.urls import urlpatterns as reconciling
from antigone.desk.web.records import urls as records
from antigone.desk.web.requests import urls as requests
from antigone.desk.web.review.urls import urlpatterns as review
from antigone.desk.web.searches.urls import urlpatterns as searches
from antigone.desk.web.subjects import urls as subjects
from antigone.desk.web.translating import pages as translating
from antigone.desk.web.working import urlpatterns as working

urlpatterns = [
    path("", front.front, name="front"),
    path("language", front.language, name="language"),
    path("find", finding.find_page, name="find"),
    path("first-day", first_day.first_day_page, name="first-day"),
    path("how-this-works", guides.guides_page, name="guides"),
    path("how-this-works/<str:role>", guides.guide_page, name="guide"),
    path("help/<str:key>", guides.help_page, name="help"),
    path("notices", notices.notices_page, name="notices"),
    path("notices/seen", notices.seen_page, name="notices-seen"),
    path("notices/mail", notices.mail_page, name="notices-mail"),
    path("incidents/<int:number>/map", ground.lay_page, name="incident-lay-map"),
    path("incidents/<int:number>/map/away", ground.take_away_page, name="incident-ground-away"),
    path("incidents/<int:number>/morning", overview.morning_page, name="incident-morning"),
    *accounts.urlpatterns,
    *sources.urlpatterns,
    *subjects.urlpatterns,
    path("<kind:kind>/<int:number>/marks", lines.marks_page, name="subject-marks"),
    path("<kind:kind>/<int:number>/elsewhere", lines.elsewhere_page, name="subject-elsewhere"),
    path("<kind:kind>/<int:number>/history", histories.history_page, name="subject-history"),
    *imports.urlpatterns,
    *cases.urlpatterns,
    *records.urlpatterns,
    *requests.urlpatterns,
    *photographs,
    *searches,
    *review,
    *reconciling,
    *figures,
    *auditing.urlpatterns,
    *exchange.urlpatterns,
    *identification,
    *notification.urlpatterns,
    *erasing.urlpatterns,
    *exercises.urlpatterns,
    *working,
    *translating.urlpatterns,
]
