"""Forms for recipients, packets and arrivals, and names of their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.desk.exchange.actions.recipients import RECEIVABLE
from antigone.desk.exchange.models import Arrival, Recipient
from antigone.desk.photos.models import Source
from antigone.desk.web.forms import Reason
from antigone.desk.web.lawful_basis.forms import BASES, SourceChoice, day_input
from antigone.exchange.packet import PacketKind
from antigone.types import Basis

BODIES: dict[str, Any] = {
    Recipient.Body.INFORMATION_BUREAU: _("Information bureau of a Power"),
    Recipient.Body.TRACING_AGENCY: _("Central Tracing Agency"),
    Recipient.Body.NATIONAL_SOCIETY: _("National Society"),
    Recipient.Body.INTERPOL: _("INTERPOL national central bureau"),
    Recipient.Body.AGENCY: _("Another agency"),
    Recipient.Body.REGISTRY: _("Registry of missing persons"),
    Recipient.Body.OTHER: _("Another body"),
}
KINDS: dict[str, Any] = {
    PacketKind.BUREAU.value: _("Information-bureau packet (article 16)"),
    PacketKind.DVI.value: _("DVI form data"),
    PacketKind.PFIF.value: _("Publication (PFIF 1.4)"),
    PacketKind.SHEET.value: _("All that is written, as JSON and CSV"),
    PacketKind.RECALL.value: _("Letter of recall"),
}
FORMS: dict[str, Any] = {
    Arrival.Form.SHEET: _("All that is written, as JSON"),
    Arrival.Form.DVI: _("DVI form data"),
    Arrival.Form.BUREAU: _("Information-bureau packet (article 16)"),
    Arrival.Form.PFIF: _("Publication (PFIF 1.4)"),
    Arrival.Form.CSV: _("A row of a table"),
    Arrival.Form.RECALL: _("Letter of recall"),
}


_KEY = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}


class OpenRecipient(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("Word for word as lawful sources and consents name it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.ChoiceField(label=_("What it is"), choices=list(BODIES.items()), widget=forms.RadioSelect)
    basis = forms.TypedChoiceField(
        label=_("Legal basis"),
        coerce=Basis,
        choices=[(value, words) for value, words in BASES if value != Basis.CONSENT.value],
        widget=forms.RadioSelect,
        help_text=_("Of sending to it at all. What may go of a missing person, the lawful sources and consents say."),
    )
    instrument = forms.CharField(
        label=_("Instrument"),
        max_length=300,
        help_text=_("The law, convention or agreement, with its article."),
    )
    kinds = forms.TypedMultipleChoiceField(
        label=_("It may receive"),
        coerce=PacketKind,
        choices=[(kind.value, KINDS[kind.value]) for kind in RECEIVABLE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    age_key = forms.CharField(
        label=_("Public key"),
        max_length=100,
        help_text=_("The recipient makes it with the program age, and keeps the private half. It begins with age1."),
        widget=forms.TextInput(attrs=_KEY),
    )
    signing_key = forms.CharField(
        label=_("Key with which it signs"),
        required=False,
        max_length=60,
        help_text=_("Only of another desk that sends to yours: 43 characters, from its page of recipients."),
        widget=forms.TextInput(attrs=_KEY),
    )
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("The last day, if the agreement names one."),
        widget=day_input(),
    )


class Confirm(forms.Form):
    fingerprint = forms.CharField(
        label=_("Fingerprint that the recipient read to you"),
        max_length=60,
        help_text=_("32 letters and digits. Do not copy it from a message: ring them up, or read it from their paper."),
        widget=forms.TextInput(attrs=_KEY),
    )
    how = forms.CharField(
        label=_("Who read it, and how you know them"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Received(forms.Form):
    words = forms.CharField(
        label=_("Who of them said that it arrived, and how"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MakePacketForm(Reason):
    """What is released to whom. Only what is allowed is a choice."""

    what = forms.ChoiceField(label=_("What goes to whom"), widget=forms.RadioSelect)
    published_until = forms.DateField(
        label=_("Published until"),
        required=False,
        help_text=_(
            "Of a publication: the last day. Ninety days if you leave it empty, and never longer than the consent."
        ),
        widget=day_input(),
    )
    field_order = ("what", "published_until", "reason")

    def __init__(
        self, *args: Any, options: Sequence[tuple[str, Any]], effects: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options
        if not any(value.endswith(f":{PacketKind.PFIF.value}") for value, _words in options):
            del self.fields["published_until"]
        if any(value.endswith(f":{PacketKind.BUREAU.value}") for value, _words in options):
            for effect in effects:
                words = gettext("Sealed packet of line %(place)s: %(thing)s") % {
                    "place": effect.place,
                    "thing": effect.description[:80],
                }
                self.fields[f"seal_{effect.place}"] = forms.CharField(
                    label=words, required=False, max_length=60, widget=forms.TextInput(attrs=_KEY)
                )
            self.order_fields(["what", *(name for name in self.fields if name.startswith("seal_")), "reason"])

    def seals(self) -> dict[int, str]:
        said = self.cleaned_data.items()
        return {int(name.removeprefix("seal_")): text for name, text in said if name.startswith("seal_")}


class BringFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("A packet (.age), or DVI data, a sheet, a table or a PFIF document alone."),
    )


class AcceptArrivalForm(Reason):
    """Which fields of an arrival are taken."""

    only = forms.MultipleChoiceField(
        label=_("What is taken over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the mark away from what you do not want. Names are always taken over."),
    )
    source = SourceChoice(
        label=_("Lawful source"),
        queryset=Source.objects.none(),
        help_text=_("On what ground do you hold this from now on?"),
    )
    field_order = ("only", "source", "reason")

    def __init__(
        self, *args: Any, parts: Sequence[tuple[str, Any]], sources: QuerySet[Source] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        only, source = self.fields["only"], self.fields["source"]
        assert isinstance(only, forms.MultipleChoiceField) and isinstance(source, SourceChoice)
        only.choices, only.initial = parts, [name for name, _words in parts]
        if not parts:
            del self.fields["only"]
        if sources is None:
            del self.fields["source"]
        else:
            source.queryset = sources
