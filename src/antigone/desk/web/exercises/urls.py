"""Addresses of the exercise: none has a number, since an agency has one at a time."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.exercises import pages

urlpatterns = [
    path("exercise", pages.exercise_page, name="exercise"),
    path("exercise/begin", pages.begin_page, name="exercise-begin"),
    path("exercise/people", pages.people_page, name="exercise-people"),
    path("exercise/practise", pages.practise_page, name="exercise-practise"),
    path("exercise/leave", pages.leave_page, name="exercise-leave"),
    path("exercise/throw-away", pages.throw_away_page, name="exercise-throw-away"),
    path("exercise/pictures/<str:name>", pages.picture_page, name="exercise-picture"),
]
