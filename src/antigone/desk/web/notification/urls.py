"""Addresses of telling families."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.notification import pages, pictures, planning, preparing, telling, trainings

urlpatterns = [
    path("notifications", pages.notifications_page, name="notifications"),
    path("decisions/<int:number>/plan", planning.open_page, name="decision-plan"),
    path("notifications/<int:number>", pages.notification_page, name="notification"),
    path("notifications/<int:number>/side", planning.side_page, name="notification-side"),
    path("notifications/<int:number>/kin", planning.kin_page, name="notification-kin"),
    path("notifications/<int:number>/contact", planning.contact_page, name="notification-contact"),
    path("notifications/<int:number>/plan", planning.items_page, name="notification-items"),
    path("notifications/<int:number>/visitors", planning.visitors_page, name="notification-visitors"),
    path("notifications/<int:number>/confirm", planning.confirm_page, name="notification-confirm"),
    path("notifications/<int:number>/sheet", planning.sheet_page, name="notification-sheet"),
    path("notifications/<int:number>/error", planning.error_page, name="notification-error"),
    path("notifications/<int:number>/visit", telling.visit_page, name="notification-visit"),
    path("notifications/<int:number>/heard", telling.heard_page, name="notification-heard"),
    path("notifications/<int:number>/take-up", telling.take_up_page, name="notification-take-up"),
    path("notifications/<int:number>/follow-up", telling.follow_up_page, name="notification-follow-up"),
    path("notifications/<int:number>/hand-over", telling.hand_over_page, name="notification-hand-over"),
    path("notifications/<int:number>/sent", telling.sent_page, name="notification-sent"),
    path("notifications/<int:number>/close", telling.close_page, name="notification-close"),
    path("notifications/<int:number>/pictures", pictures.pictures_page, name="notification-pictures"),
    path("prepared/<int:number>/show", pictures.show_page, name="prepared-show"),
    path("cases/<int:number>/prepare", preparing.prepare_page, name="case-prepare"),
    path("prepared/<int:number>", preparing.prepared_page, name="prepared"),
    path("prepared/<int:number>/reveal", preparing.reveal_page, name="prepared-reveal"),
    path("prepared/<int:number>/look-over", preparing.look_over_page, name="prepared-look-over"),
    path("trainings", trainings.trainings_page, name="trainings"),
    path("trainings/add", trainings.add_page, name="trainings-add"),
    path("trainings/<int:number>/end", trainings.end_page, name="training-end"),
]
