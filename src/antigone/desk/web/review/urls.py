"""Addresses of assignments, reviews, known pairs and rules of review."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.review import bench, changing, looks, measuring, mine, own, pairs, proficiency

urlpatterns = [
    path("my-work", mine.my_work, name="my-work"),
    path("my-work/own", own.own, name="own-work"),
    path("my-work/leave", mine.leave, name="leave"),
    path("my-work/leave/<int:number>/end", mine.leave_end, name="leave-end"),
    path("my-work/load", mine.load, name="load"),
    path("my-work/error-rates", mine.errors, name="error-rates"),
    path("proficiency", proficiency.proficiency, name="proficiency"),
    path("proficiency/begin", proficiency.begin, name="proficiency-begin"),
    path("proficiency/<int:number>/again", proficiency.again, name="proficiency-again"),
    path("my-work/pictures/<str:number>", looks.picture, name="picture"),
    path("my-work/pictures/<str:number>/blurred", looks.blurred, name="picture-blurred"),
    path("my-work/pictures/<str:number>/as-taken", looks.as_taken, name="picture-as-taken"),
    path("my-work/pictures/<str:number>/cover", looks.cover, name="picture-cover"),
    path("my-work/<str:number>", bench.bench, name="examination"),
    path("my-work/<str:number>/seen", looks.seen, name="examination-seen"),
    path("my-work/<str:number>/change", changing.change, name="examination-change"),
    path("my-work/<str:number>/pause", changing.pause, name="examination-pause"),
    path("my-work/<str:number>/hand-back", changing.hand_back, name="examination-hand-back"),
    path("reviews", pairs.reviews_page, name="reviews"),
    path("reviews/<int:number>", pairs.review, name="review"),
    path("reviews/<int:number>/end", pairs.review_end, name="review-end"),
    path("<kind:kind>/<int:number>/review", pairs.begin_page, name="subject-review"),
    path("<kind:kind>/<int:number>/conflict-of-interest", measuring.tie_page, name="subject-tie"),
    path("known-pairs", measuring.known_pairs, name="known-pairs"),
    path("known-pairs/make", measuring.known_pair_make, name="known-pairs-make"),
    path("known-pairs/<int:number>/end", measuring.known_pair_end, name="known-pair-end"),
    path("incidents/<int:number>/review-rules", measuring.rules, name="incident-review-rules"),
    path("incidents/<int:number>/review-rules/change", measuring.rules_change, name="incident-review-rules-change"),
    path("sources/<int:number>/measuring", measuring.measuring, name="source-measuring"),
]
