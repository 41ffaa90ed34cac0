from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actions.tokens import LONGEST
from antigone.desk.accounts.names import role_name
from antigone.desk.accounts.passkeys import LONGEST_ANSWER
from antigone.desk.accounts.permissions import Role
from antigone.desk.web.forms import password_field


class Named(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MakeToken(Named):
    roles = forms.TypedMultipleChoiceField(
        label=_("What the program may do"),
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=LONGEST, initial=30)
    password = password_field(_("Present password"), "current-password")

    def __init__(self, *args: Any, roles: Iterable[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Which program, and on which machine.")
        field = self.fields["roles"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(role.value, role_name(role)) for role in sorted(roles)]


class Answer(forms.Form):
    """What the device said, as the page's script wrote it down. Nobody types it."""

    answer = forms.CharField(
        max_length=LONGEST_ANSWER,
        widget=forms.HiddenInput(),
        error_messages={"required": _("The device did not answer. Try again.")},
    )


class AddPasskey(Answer, Named):
    password = password_field(_("Present password"), "current-password")
    field_order = ("name", "password", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("What it is on: my telephone, the grey key ring.")
