from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from antigone.desk.photos.models import Source
from antigone.desk.web.lawful_basis.forms import SourceChoice
from antigone.types import Profile


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(each, initial) for each in given]


class BeginImportForm(forms.Form):
    kind = forms.TypedChoiceField(
        label=_("They show"),
        coerce=Profile,
        choices=[
            (Profile.AM.value, _("missing persons: a folder for each person")),
            (Profile.PM.value, _("the dead: a folder for each case")),
        ],
        widget=forms.RadioSelect,
    )
    source = SourceChoice(
        label=_("Lawful source"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=_("none: they show the dead"),
        help_text=_("The ground on which photographs of missing persons are held."),
    )
    archive = forms.FileField(
        label=_("A ZIP archive"),
        required=False,
        allow_empty_file=True,
        help_text=_("A folder for each person or case, or a table named manifest.csv beside the photographs."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    table = forms.FileField(
        label=_("Or a table"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV (UTF-8) with the columns path and person, or path and case."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    photographs = FilesField(
        label=_("and its photographs"),
        required=False,
        allow_empty_file=True,
        help_text=_("All that the table names, chosen together."),
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
            self.add_error("source", _("Choose the ground on which they are held."))
        if cleaned.get("kind") is Profile.PM:
            cleaned["source"] = None
        whole = bool(cleaned.get("table")) and bool(cleaned.get("photographs"))
        if bool(cleaned.get("archive")) == whole:
            self.add_error("archive", _("Choose either an archive, or a table and its photographs."))
        return cleaned
