"""The desk's words in another language: which there are, reading them, and taking away what one said of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, path, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from antigone.desk.accounts.access import somewhere
from antigone.desk.accounts.actor import Actor
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.translating.actions.proofreading import proofread, take_patch
from antigone.desk.translating.catalogues import Catalogue, Wording, catalogues, languages
from antigone.desk.translating.models import Proofread
from antigone.desk.translating.placeholders import places
from antigone.desk.translating.queries import ReadState, standing_of, standings
from antigone.desk.web.forms import submitted
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.translating.forms import STANDINGS, ReadMessage, TakePatch, WhichMessages
from antigone.desk.web.translating.places import EVERYWHERE, DeskPage, files_of, opens, pages_of
from antigone.errors import NotThere, RuleBroken

EACH = 20
"""Messages on a page: as many as one reads before one saves."""
_FEW = 4
"""Pages of the desk that are named for one message."""


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One language in the list of all."""

    code: str
    called: str
    own: str
    """What it is called in itself."""
    total: int
    right: int
    better: int
    new: int
    for_families_only: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list, with all that says what it means."""

    message: Wording
    standing: str
    form: ReadMessage
    places: list[str]
    """Its placeholders and tags, as they must stay."""
    pages: list[tuple[DeskPage, bool]]
    """Each with whether this reader can open it from here."""
    more: int
    """On how many more pages it stands."""
    everywhere: bool
    new_file: str
    """The file, for the first of its messages on this page."""


@page(Verb.SEE, Thing.TRANSLATION, "GET", "HEAD")
def translations_page(request: DeskRequest) -> HttpResponse:
    """All languages, with how far this reader is in each."""
    return render(request, "desk/translating/languages.html", {"lines": [_line(request, each) for each in languages()]})


@page(Verb.SEE, Thing.TRANSLATION, "GET", "HEAD", "POST")
def translation_page(request: DeskRequest, language: str) -> HttpResponse:
    """A page of a language's messages, to be read and saved together."""
    files = _files(language)
    rows = standings(request.actor, language)
    which = WhichMessages(request.GET, files=sorted({_file(each) for one in files for each in one.messages}))
    shown = Paginator(_chosen(files, rows, which), EACH).get_page(request.GET.get("page"))
    sent = request.POST if request.method == "POST" else None
    listed = _listed(request.actor, shown, rows, language, sent)
    if sent is not None and all(row.form.is_valid() for row in listed) and _saved(request, language, listed):
        return redirect(request.get_full_path())
    info = get_language_info(language)
    asked = which.cleaned_data.get("at", "") if which.is_valid() else ""
    context = {
        **{"language": info, "rows": listed, "page": shown, "which": which, "said": len(rows)},
        **{"faults": sum(not row.form.is_valid() for row in listed) if sent is not None else 0},
        "stands_at": asked if _files_at(asked) else "",
    }
    return render(request, "desk/translating/messages.html", context, status=400 if sent is not None else 200)


@page(Verb.EXPORT, Thing.TRANSLATION, "GET", "HEAD", "POST")
def patch_page(request: DeskRequest, language: str) -> HttpResponse:
    """All that one said of a language, as a file for whoever keeps the source."""
    _files(language)
    form = TakePatch(request.POST or None, initial={"name": request.user.name})
    made: list[bytes] = []
    if submitted(form, lambda **said: made.append(take_patch(by=request.actor, language=language, **said))):
        answer = HttpResponse(made[0], content_type="text/x-patch; charset=utf-8")
        name = f"antigone-{language}-{timezone.localdate():%Y-%m-%d}.patch"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    context = {"form": form, "language": get_language_info(language), "said": len(standings(request.actor, language))}
    return render(request, "desk/translating/patch.html", context, status=400 if form.is_bound else 200)


def words_here(request: Any) -> dict[str, object]:
    """Context of every page: where its own words are read, in a language that is a translation."""
    language, actor = get_language(), getattr(request, "actor", None)
    translated = language != settings.LANGUAGE_CODE and language in dict(settings.LANGUAGES)
    if not translated or actor is None or not somewhere(actor, Verb.SEE, Thing.TRANSLATION):
        return {"words_here": ""}
    return {"words_here": reverse("translation", args=[language])}


def _line(request: DeskRequest, code: str) -> LanguageLine:
    files, rows = catalogues(code), standings(request.actor, code)
    counts = Counter(standing_of(each, rows.get(each.key)) for one in files for each in one.messages)
    info = get_language_info(code)
    return LanguageLine(
        code=code,
        called=info["name_translated"],
        own=info["name_local"],
        total=counts.total(),
        right=counts[ReadState.RIGHT],
        better=counts[ReadState.BETTER],
        new=counts[ReadState.NEW],
        for_families_only=len(files) < 2,
    )


def _files(language: str) -> list[Catalogue]:
    if language not in languages():
        raise Http404
    return catalogues(language)


def _file(message: Wording) -> str:
    """Under which file a message is listed: the first that is a page's, so that it is read among its neighbours."""
    return next((each for each in message.files if each.endswith(".html")), message.files[0] if message.files else "")


def _chosen(
    files: list[Catalogue], rows: dict[str, Proofread], which: WhichMessages
) -> list[tuple[Catalogue, Wording]]:
    if not which.is_valid():
        return []
    asked = which.cleaned_data
    at, words = _files_at(asked["at"]), asked["q"].casefold()
    found = [
        (one, each)
        for one in files
        for each in one.messages
        if (not at or at & set(each.files))
        and (not asked["file"] or asked["file"] in each.files or asked["file"] == _file(each))
        and (not asked["state"] or standing_of(each, rows.get(each.key)) == asked["state"])
        and (not words or any(words in said.casefold() for said in (*each.english, *each.said)))
    ]
    return sorted(found, key=lambda each: _order(_file(each[1])))


def _order(file: str) -> tuple[bool, str]:
    """What pages say comes before what acts and forms say."""
    return not file.endswith(".html"), file


def _files_at(asked: str) -> set[str]:
    """The files with the words of a page of this desk, by its address; none if there is no such page."""
    try:
        match = resolve(unquote(asked.partition("?")[0])) if asked.startswith("/") else None
    except Resolver404:
        return set()
    return files_of(match.func) if match is not None else set()


def _listed(by: Actor, shown: Page[Any], rows: dict[str, Proofread], language: str, sent: Any) -> list[MessageRow]:
    listed, before = [], ""
    for one, message in shown:
        row = rows.get(message.key)
        form = ReadMessage(sent, message, row, language=language, numbers=one.numbers)
        pages = sorted({each for file in message.files for each in pages_of().get(file, ())})
        pages.sort(key=lambda each: not opens(by, each))
        listed.append(
            MessageRow(
                message=message,
                standing=str(STANDINGS[standing_of(message, row)]),
                form=form,
                places=sorted(set().union(*map(places, message.english))),
                pages=[(each, opens(by, each)) for each in pages[:_FEW]],
                more=max(0, len(pages) - _FEW),
                everywhere=EVERYWHERE in message.files,
                new_file=_file(message) if _file(message) != before else "",
            )
        )
        before = _file(message)
    return listed


def _saved(request: DeskRequest, language: str, listed: list[MessageRow]) -> bool:
    try:
        readings = {row.message.key: row.form.reading for row in listed}
        number = proofread(by=request.actor, language=language, readings=readings)
    except (NotThere, RuleBroken) as fault:
        messages.error(request, f"{fault.detail} {fault.hint}")
        return False
    said = ngettext("Saved: %(number)s message", "Saved: %(number)s messages", number) % {"number": number}
    messages.success(request, said if number else _("Nothing was changed on this page."))
    return True


urlpatterns = [
    path("translations", translations_page, name="translations"),
    path("translations/<str:language>", translation_page, name="translation"),
    path("translations/<str:language>/patch", patch_page, name="translation-patch"),
]
