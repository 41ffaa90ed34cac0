"""Sending a folder or an archive from the browser, to be seen before it is brought in."""

from __future__ import annotations

from collections.abc import Callable
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
from antigone.desk.intake import drafts, spool
from antigone.desk.intake.actions.imports import send_import
from antigone.desk.intake.archive import MOST_FILES, MOST_SENT, Archive
from antigone.desk.intake.models import Import
from antigone.desk.intake.seeing import see
from antigone.desk.photos.lawful_basis import sources_of
from antigone.desk.photos.models import Source
from antigone.desk.photos.uploads import Files
from antigone.desk.web.gate import DeskRequest, page
from antigone.desk.web.lawful_basis.forms import SourceChoice
from antigone.errors import ForbiddenOrigin, ManifestInvalid, NotAllowed, RuleBroken
from antigone.face.photo import DEFAULT_LIMITS
from antigone.tables.naming import one_spelling
from antigone.tables.reading import MOST_BYTES
from antigone.tables.sent import IncomingFile
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
            "A folder for each person or case, or a table beside the photographs. One folder around all may be there."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    table = forms.FileField(
        label=gettext_lazy("Or photographs, and their table"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("CSV, TSV, .xlsx, .xls or .ods with the columns path and person, or path and case."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
    )
    photographs = FilesField(
        label=gettext_lazy("The photographs"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Chosen together. Without a table, you say afterwards whose each is."),
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
        sent = bool(cleaned.get("photographs"))
        if bool(cleaned.get("archive")) == sent or (cleaned.get("table") and not sent):
            self.add_error("archive", gettext_lazy("Choose either an archive, or photographs with or without a table."))
        return cleaned


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
    """Keep what was sent, and look at it once: what cannot be seen at all is not kept."""
    name = next(file.name or "?" for file in (archive, table, *photographs) if file is not None)
    files, read = _of_archive(archive) if archive is not None else _of_files(photographs)
    if len(files) > MOST_FILES:
        raise ManifestInvalid(
            _("These are more than %(most)s files.") % {"most": f"{MOST_FILES:,}"},
            _("Bring them in in parts, or as a folder: antigone desk import"),
        )
    alone = None if table is None else _table(table)
    kept = spool.new()
    try:
        see(drafts.keep_sent(kept, files, read, DEFAULT_LIMITS.max_bytes, alone), kind, {})
        return send_import(by=request.actor, incident=incident, kind=kind, source=source, name=name, kept=kept)
    except BaseException:
        spool.discard(kept)
        raise


def _of_archive(sent: UploadedFile) -> tuple[list[IncomingFile], drafts.Reader]:
    if (sent.size or 0) > MOST_SENT:
        raise ManifestInvalid(
            _("The archive has more than %(most)s GB.") % {"most": f"{MOST_SENT / 1000000000.0:.0f}"},
            _("Make several smaller ones."),
        )
    whole = Archive(sent)
    return whole.files(), whole.read


def _of_files(files: list[UploadedFile]) -> tuple[list[IncomingFile], drafts.Reader]:
    named = [IncomingFile(place, one_spelling(file.name or "?")) for place, file in enumerate(files, 1)]

    def read(place: int, most: int) -> bytes | Refusal:
        file = files[place - 1]
        if (file.size or 0) > most:
            return Refusal(
                "too-large", noop("The file is too large."), noop("Save the photo as JPEG at full size and try again.")
            )
        data: bytes = file.read()
        return data

    return named, read


def _table(table: UploadedFile) -> bytes:
    if (table.size or 0) > MOST_BYTES:
        raise ManifestInvalid(_("The table is too large."), _("Bring them in in several parts."))
    data: bytes = table.read()
    return data
