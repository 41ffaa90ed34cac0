"""Beginning an import of a folder or an archive from the browser, sent in parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from antigone.desk.accounts import queries
from antigone.desk.accounts.access import takes_part
from antigone.desk.accounts.models import Incident
from antigone.desk.accounts.permissions import Thing, Verb
from antigone.desk.intake import spool
from antigone.desk.intake.actions.imports import begin_import
from antigone.desk.intake.archive import MOST_FILES, MOST_SENT, Archive
from antigone.desk.intake.manifest import ManifestEntry, decoded, from_paths, from_table
from antigone.desk.intake.models import Import
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.photos.uploads import Files
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.lawful_basis.forms import SourceChoice
from antigone.errors import ForbiddenOrigin, ManifestInvalid, NotAllowed, RuleBroken
from antigone.face.photo import DEFAULT_LIMITS
from antigone.types import Profile, Refusal


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class BeginImportForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("They show"),
        coerce=Profile,
        choices=[
            (Profile.AM.value, gettext_lazy("missing persons: a folder for each person")),
            (Profile.PM.value, gettext_lazy("the dead: a folder for each case")),
        ],
        widget=forms.RadioSelect,
    )
    source = SourceChoice(
        label=gettext_lazy("Lawful source"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: they show the dead"),
        help_text=gettext_lazy("The ground on which photographs of missing persons are held."),
    )
    archive = forms.FileField(
        label=gettext_lazy("A ZIP archive"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "A folder for each person or case, or a table named manifest.csv beside the photographs."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    table = forms.FileField(
        label=gettext_lazy("Or a table"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("CSV (UTF-8) with the columns path and person, or path and case."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    photographs = FilesField(
        label=gettext_lazy("and its photographs"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("All that the table names, chosen together."),
        widget=ManyFiles(attrs={"accept": "image/*,.heic,.heif"}),
    )

    def __init__(self, *args: Any, sources: QuerySet[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, SourceChoice)
        field.queryset = sources

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        if cleaned.get("kind") is Profile.AM and "source" in cleaned and cleaned["source"] is None:
            self.add_error("source", gettext_lazy("Choose the ground on which they are held."))
        if cleaned.get("kind") is Profile.PM:
            cleaned["source"] = None
        whole = bool(cleaned.get("table")) and bool(cleaned.get("photographs"))
        if bool(cleaned.get("archive")) == whole:
            self.add_error("archive", gettext_lazy("Choose either an archive, or a table and its photographs."))
        return cleaned


Reader = Callable[[str], bytes | Refusal]


class Large(Files):
    """As for photographs, but each up to what an archive may have, and all together no more than that."""

    most = MOST_SENT
    sent = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.sent += len(raw_data)
        if self.sent > self.most:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


@page(Verb.OPEN, Thing.IMPORT, "GET", "HEAD", "POST")
def _begin(request: DeskRequest, number: int) -> HttpResponse:
    incident = queries.find_incident(request.actor, number)
    if incident.closed_at is not None or not takes_part(request.actor, incident):
        raise NotAllowed(
            _("Your agency takes no part in this incident, or it is closed."),
            _("Ask the agency that leads it to share it with yours, so that you may work with it."),
        )
    request.upload_handlers = [Large(request)]
    return _form(request, incident)


begin: Callable[..., HttpResponse] = csrf_exempt(_begin)
"""Whether the form is the desk's own is asked after the page has said how its files are kept: asking reads the form."""


@csrf_protect
def _form(request: DeskRequest, incident: Incident) -> HttpResponse:
    sources = sources_of(request.actor.at(incident))
    bound = request.method == "POST"
    form = BeginImportForm(request.POST, request.FILES, sources=sources) if bound else BeginImportForm(sources=sources)
    if bound and form.is_valid():
        try:
            made = _take(request, incident, **form.cleaned_data)
        except (RuleBroken, ManifestInvalid, ForbiddenOrigin) as fault:
            form.add_error(None, f"{fault.detail} {fault.hint}")
        else:
            return redirect(made.address)
    context = {"form": form, "incident": incident, "sources": sources.exists()}
    return render(request, "desk/imports/begin.html", context, status=400 if bound else 200)


def _take(
    request: DeskRequest,
    incident: Incident,
    *,
    kind: Profile,
    source: Source | None,
    archive: UploadedFile | None,
    table: UploadedFile | None,
    photographs: list[UploadedFile],
) -> Import:
    if archive is not None:
        name, entries, read = archive.name or "archive", *_of_archive(archive, kind)
    else:
        assert table is not None, "the form asks for one of the two"
        name, entries, read = table.name or "table", *_of_files(table, photographs, kind)
    if len(entries) > MOST_FILES:
        raise ManifestInvalid(
            _("These are more than %(most)s files.") % {"most": f"{MOST_FILES:,}"},
            _("Bring them in in parts, or as a folder: antigone desk import"),
        )
    kept = spool.new()
    try:
        settled = [_kept(kept, place, entry, read) for place, entry in enumerate(entries, 1)]
        return begin_import(
            by=request.actor, incident=incident, kind=kind, source=source, name=name, entries=settled, kept=kept
        )
    except BaseException:
        spool.discard(kept)
        raise


def _of_archive(sent: UploadedFile, kind: Profile) -> tuple[list[ManifestEntry], Reader]:
    if (sent.size or 0) > MOST_SENT:
        raise ManifestInvalid(
            _("The archive has more than %(most)s GB.") % {"most": f"{MOST_SENT / 1000000000.0:.0f}"},
            _("Make several smaller ones."),
        )
    whole = Archive(sent)
    table = whole.manifest()
    entries = from_paths(whole.paths(), kind) if table is None else from_table(decoded(table), kind)
    return entries, whole.read


def _of_files(table: UploadedFile, files: list[UploadedFile], kind: Profile) -> tuple[list[ManifestEntry], Reader]:
    sent: dict[str, Any] = {file.name or "": file for file in files}

    def read(path: str) -> bytes | Refusal:
        file = sent.get(path.replace("\\", "/").rpartition("/")[2])
        if file is None:
            return Refusal(
                "not-found", noop("This file was not sent."), noop("Send it with the table, in a new import.")
            )
        if file.size > DEFAULT_LIMITS.max_bytes:
            return Refusal(
                "too-large", noop("The file is too large."), noop("Save the photo as JPEG at full size and try again.")
            )
        data: bytes = file.read()
        file.seek(0)
        return data

    if (table.size or 0) > 20_000_000:
        raise ManifestInvalid(_("The table is too large."), _("Bring them in in several parts."))
    return from_table(decoded(table.read()), kind), read


def _kept(kept: str, place: int, entry: ManifestEntry, read: Reader) -> ManifestEntry:
    if entry.refusal is not None:
        return entry
    data = read(entry.path)
    if isinstance(data, Refusal):
        return replace(entry, refusal=data)
    spool.keep(kept, place, data)
    return entry
