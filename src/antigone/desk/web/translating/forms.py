"""The forms of a native speaker who reads the desk's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from antigone.desk.translating.actions.proofreading import Judgement, cleaned, refused
from antigone.desk.translating.catalogues import Wording
from antigone.desk.translating.models import Proofread
from antigone.desk.translating.queries import ReadState

STANDINGS = {
    ReadState.NEW: gettext_lazy("not looked at"),
    ReadState.RIGHT: gettext_lazy("right as it is"),
    ReadState.BETTER: gettext_lazy("better words suggested"),
}
_MOST = 100
"""Characters of what is searched for."""


class WhichMessages(forms.Form):
    """Which messages of a language a list shows."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *STANDINGS.items()],
    )
    file = forms.ChoiceField(label=gettext_lazy("File"), required=False)
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=_MOST)
    at = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, files: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].choices = [("", _("all")), *((each, each) for each in files)]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["dir"] = "auto"


class ReadMessage(forms.Form):
    """One message: its translation as fields, one for each form of plural; whether it is right; a note."""

    right = forms.BooleanField(label=gettext_lazy("I read it, and it is right as it is"), required=False)
    note = forms.CharField(label=gettext_lazy("Note for whoever keeps the translation"), required=False, max_length=500)

    def __init__(
        self, data: Any, message: Wording, row: Proofread | None, *, language: str, numbers: Sequence[str]
    ) -> None:
        super().__init__(data, prefix=message.key[:16], use_required_attribute=False)
        self.message, self.forms = message, len(numbers)
        self.initial = {"right": row is not None and row.better is None, "note": row.note if row else ""}
        said = row.better if row is not None and row.better is not None else message.said
        bidi = "rtl" if get_language_info(language)["bidi"] else "ltr"
        several = len(message.english) > 1
        for form in range(len(numbers) if several else 1):
            label = _("For %(numbers)s") % {"numbers": numbers[form]} if several else _("Translation")
            rows = 1 + max(map(len, message.english)) // 60
            field = forms.CharField(label=label, required=False, strip=False)
            field.widget = forms.Textarea(attrs={"rows": rows, "lang": language, "dir": bidi})
            self.fields[f"said-{form}"] = field
            self.initial[f"said-{form}"] = said[form] if form < len(said) else ""
        self.order_fields([*(name for name in self.fields if name.startswith("said-")), "right", "note"])

    def clean(self) -> dict[str, Any]:
        """Words that lost a placeholder are refused beside the field, before anything of the page is saved."""
        sent: dict[str, Any] = super().clean() or {}
        said = self._said(sent)
        why = refused(self.message, said, self.forms) if said != self.message.said else ""
        if why:
            self.add_error("said-0", why)
        return sent

    @property
    def reading(self) -> Judgement:
        sent = self.cleaned_data
        return Judgement(self._said(sent), sent["right"], sent["note"])

    @property
    def said_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("said-")]

    def _said(self, sent: dict[str, Any]) -> tuple[str, ...]:
        return cleaned(self.message, [sent.get(name, "") for name in self.fields if name.startswith("said-")])


class TakePatch(forms.Form):
    """What stands in a patch of the reader."""

    name = forms.CharField(
        label=gettext_lazy("Your name, as it may be published"),
        max_length=120,
        help_text=gettext_lazy("It stands in the file beside each message you read, with the day."),
    )
    email = forms.CharField(
        label=gettext_lazy("An e-mail address that may be published"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("It may be left out."),
    )
