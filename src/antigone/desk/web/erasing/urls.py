from __future__ import annotations

from django.urls import path

from antigone.desk.web.erasing import erasures

urlpatterns = [
    path("erasures", erasures.erasures_page, name="erasures"),
    path("erasures/<int:number>", erasures.erasure_page, name="erasure"),
    path("erasures/<int:number>/agree", erasures.agree_page, name="erasure-agree"),
    path("erasures/<int:number>/refuse", erasures.refuse_page, name="erasure-refuse"),
    path("erasures/<int:number>/take-back", erasures.take_back_page, name="erasure-take-back"),
    path("erasures/<int:number>/carry-out", erasures.carry_out_page, name="erasure-carry-out"),
    path("erasures/<int:number>/receipt.pdf", erasures.paper_page, name="erasure-paper"),
    path("photographs/<int:number>/erase", erasures.ask_for_photograph, name="photograph-erase"),
    path("records/<int:number>/erase", erasures.ask_for_record, name="record-erase"),
]
