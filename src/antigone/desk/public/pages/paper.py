"""The form on paper, empty, in each language: to print from the browser, and as a file (PDF/A)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from antigone.desk.families.paper import as_pdf, lines
from antigone.desk.public.gate import FamilyRequest, family_page


@family_page("GET", "HEAD", visit=False)
def paper(request: FamilyRequest) -> HttpResponse:
    return render(request, "p/paper.html", {"sections": lines()})


@family_page("GET", "HEAD", visit=False)
def pdf(request: FamilyRequest) -> HttpResponse:
    answer = HttpResponse(as_pdf(request.language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="form-{request.language}.pdf"'
    return answer
