"""Forms for accounts, agencies, incidents and keys. Rules stand in the actions.

Rules stand in the actions; forms only read fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from antigone.desk.accounts.actions.tokens import LONGEST
from antigone.desk.accounts.models import Agency
from antigone.desk.accounts.names import role_name
from antigone.desk.accounts.passkeys import LONGEST_ANSWER
from antigone.desk.accounts.permissions import Level, Role
from antigone.desk.accounts.secrets import MOST
from antigone.desk.web.forms import Reason

_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, strip=False, max_length=MOST, widget=widget)


class SignIn(forms.Form):
    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr"}),
    )
    password = password_field(_("Password"), "current-password")
    code = forms.CharField(
        label=_("Code from your authenticator app"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=_CODE),
        help_text=_("Six digits. Leave it empty if you have no app set up."),
    )


class NewPassword(forms.Form):
    """A new password, typed twice, because a person who cannot see it should not lock themselves out."""

    password = password_field(_("New password"), "new-password")
    again = password_field(_("The same again"), "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        again = cleaned.pop("again", None)
        if "password" in cleaned and again is not None and cleaned["password"] != again:
            self.add_error("again", _("The two passwords differ. Type them again."))
        return cleaned


class Accept(NewPassword):
    code = forms.CharField(
        label=_("The code the app shows now"), required=False, max_length=20, widget=forms.TextInput(attrs=_CODE)
    )
    sealed = forms.CharField(widget=forms.HiddenInput(), max_length=500)
    answer = forms.CharField(widget=forms.HiddenInput(), max_length=LONGEST_ANSWER, required=False)
    """Of the device, where a passkey is made."""
    field_order = ("sealed", "password", "again", "code", "answer")


class ChangePassword(NewPassword):
    old = password_field(_("Present password"), "current-password")
    field_order = ("old", "password", "again")


class Authenticator(forms.Form):
    sealed = forms.CharField(widget=forms.HiddenInput(), max_length=500)
    password = password_field(_("Present password"), "current-password")
    code = forms.CharField(label=_("The code the app shows now"), max_length=20, widget=forms.TextInput(attrs=_CODE))


ROLES_DO = {
    Role.REGISTRAR: _("Opens cases and records, adds photographs, brings files before the board."),
    Role.EXAMINER: _("Compares two faces without knowing what anybody else said. Passes 20 known pairs first."),
    Role.BOARD_MEMBER: _("Reads candidate lists, weighs all evidence, votes on who somebody is."),
    Role.LIAISON_OFFICER: _("Speaks with families: takes their requests, and tells them what was decided."),
    Role.VALIDATOR: _("Measures how often people and machine are wrong, with pairs whose answer is known."),
    Role.AUDITOR: _("Reads who did what. Changes nothing."),
    Role.ADMINISTRATOR: _("Invites and confirms people, opens incidents. Sees no photographs."),
}
"""What whoever has a role does, in one or two sentences: where it is given."""


def explained_roles() -> list[tuple[str, Any]]:
    """Each role as a choice, with what whoever has it does."""
    words = '<span><b>{}</b><br><span class="quiet">{}</span></span>'
    return [(role.value, format_html(words, role_name(role), ROLES_DO[role])) for role in Role]


class Roles(forms.Form):
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=explained_roles,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class RolesOf(Roles, Reason):
    field_order = ("roles", "reason")


class Invite(Roles):
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.CharField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )
    field_order = ("agency", "name", "email", "roles")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies


class Named(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class OpenIncident(Named):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Letters A to Z, digits and hyphens. Never used again."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    field_order = ("code", "name")


class Share(Reason):
    to = forms.ModelChoiceField(label=_("With"), queryset=Agency.objects.none(), empty_label=None)
    level = forms.TypedChoiceField(
        label=_("They may"),
        coerce=Level,
        choices=[(Level.SEE.value, _("see what we hold")), (Level.WORK.value, _("see it and work with it"))],
        widget=forms.RadioSelect,
    )
    field_order = ("to", "level", "reason")

    def __init__(self, *args: Any, others: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others


class KeyName(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class MakeToken(KeyName):
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


class DeviceAnswerForm(forms.Form):
    """A passkey device's answer, which the page's script fills in."""

    answer = forms.CharField(
        max_length=LONGEST_ANSWER,
        widget=forms.HiddenInput(),
        error_messages={"required": _("The device did not answer. Try again.")},
    )


class AddPasskey(DeviceAnswerForm, KeyName):
    password = password_field(_("Present password"), "current-password")
    field_order = ("name", "password", "answer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("What it is on: my telephone, the grey key ring.")
