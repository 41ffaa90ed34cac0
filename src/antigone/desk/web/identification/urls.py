"""Addresses of files before the board, decisions, recalls, and the board of an incident."""

from __future__ import annotations

from django.urls import path

from antigone.desk.web.identification import board, decisions, experts, files, lives, recalls, sittings

urlpatterns = [
    path("files", files.files_page, name="files"),
    path("files/<int:number>", files.file_page, name="file"),
    path("files/<int:number>/bring", files.bring_page, name="file-bring"),
    path("files/<int:number>/send-back", files.send_back_page, name="file-send-back"),
    path("files/<int:number>/end", files.end_page, name="file-end"),
    path("cases/<int:number>/file", files.open_for_case, name="case-file"),
    path("files/<int:number>/line", files.line_page, name="file-line"),
    path("files/<int:number>/take-back", files.take_back_page, name="file-take-back"),
    path("files/<int:number>/discrepancy", files.discrepancy_page, name="file-discrepancy"),
    path("files/<int:number>/explain", files.explain_page, name="file-explain"),
    path("files/<int:number>/call", sittings.call_page, name="file-call"),
    path("files/<int:number>/sitting", sittings.sitting_page, name="file-sitting"),
    path("files/<int:number>/faces", sittings.faces_page, name="file-faces"),
    path("files/<int:number>/attend", sittings.attend_page, name="file-attend"),
    path("files/<int:number>/put", sittings.put_page, name="file-put"),
    path("files/<int:number>/vote", sittings.vote_page, name="file-vote"),
    path("files/<int:number>/close-vote", sittings.close_page, name="file-close-vote"),
    path("files/<int:number>/end-sitting", sittings.end_page, name="file-end-sitting"),
    path("decisions", decisions.decisions_page, name="decisions"),
    path("decisions/<int:number>", decisions.decision_page, name="decision"),
    path("decisions/<int:number>/certify", decisions.certify_page, name="decision-certify"),
    path("decisions/<int:number>/certificate", decisions.certificate_page, name="decision-certificate"),
    path("decisions/<int:number>/recall", decisions.recall_page, name="decision-recall"),
    path("recalls", recalls.recalls_page, name="recalls"),
    path("recalls/<int:number>", recalls.recall_page, name="recall"),
    path("recalls/<int:number>/assign", recalls.assign_page, name="recall-assign"),
    path("recalls/<int:number>/undone", recalls.undone_page, name="recall-undone"),
    path("recalls/<int:number>/cannot", recalls.cannot_page, name="recall-cannot"),
    path("recalls/<int:number>/see", recalls.see_page, name="recall-see"),
    path("recalls/<int:number>/found", recalls.found_page, name="recall-found"),
    path("recalls/<int:number>/end", recalls.end_page, name="recall-end"),
    path("recalls/<int:number>/facts", recalls.facts_page, name="recall-facts"),
    path("recalls/<int:number>/facts.txt", recalls.facts_as_text, name="recall-facts-text"),
    path("incidents/<int:number>/board", board.board_page, name="incident-board"),
    path("incidents/<int:number>/board/appoint", board.appoint_page, name="incident-appoint"),
    path("incidents/<int:number>/board/end-seat", board.end_seat_page, name="incident-end-seat"),
    path("incidents/<int:number>/board/rules", board.rules_page, name="incident-board-rules"),
    path("incidents/<int:number>/experts", experts.experts_page, name="incident-experts"),
    path("incidents/<int:number>/experts/enter", experts.enter_page, name="incident-experts-enter"),
    path("incidents/<int:number>/experts/confirm", experts.confirm_page, name="incident-experts-confirm"),
    path("incidents/<int:number>/experts/end", experts.end_page, name="incident-experts-end"),
    path("<kind:kind>/<int:number>/no-face", lives.no_face_page, name="subject-no-face"),
    path("<kind:kind>/<int:number>/no-face/take-back", lives.no_face_take_back_page, name="subject-no-face-take-back"),
    path("records/<int:number>/alive", lives.alive_page, name="record-alive"),
]
