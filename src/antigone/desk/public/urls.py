"""Addresses of the pages for families. They begin with /p/, which tells nothing to whoever reads over a shoulder."""

from __future__ import annotations

from django.urls import path

from antigone.desk.public.pages import asking, errors, own, visits

urlpatterns = [
    path("trace", visits.trace, name="family-trace"),
    path("p/", visits.front, name="family-front"),
    path("p/l/<slug:code>", visits.language, name="family-language"),
    path("p/begin", visits.begin, name="family-begin"),
    path("p/back", visits.back, name="family-back"),
    path("p/leave", visits.leave_now, name="family-leave"),
    path("p/safe", visits.safe_word, name="family-safe"),
    path("p/q/<slug:step>", asking.question, name="family-question"),
    path("p/face/<int:number>", asking.pick, name="family-pick"),
    path("p/home", own.home, name="family-home"),
    path("p/words", own.words, name="family-words"),
    path("p/again/<int:number>", own.put_back, name="family-put-back"),
    path("p/back/<slug:what>", own.take_back, name="family-take-back"),
    path("p/paper", own.paper, name="family-paper"),
    path("p/paper.pdf", own.pdf, name="family-paper-file"),
    path("p/<path:rest>", errors.nothing, name="family-nothing"),
]
