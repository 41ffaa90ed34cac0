"""What the forms of all pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.errors import ReasonMissing, RuleBroken, SignInRefused


def submitted(form: forms.Form, do: Callable[..., Any]) -> bool:
    """Whether the form is valid and ``do`` accepted its fields. If not, the form says why."""
    if not form.is_valid():
        return False
    try:
        do(**form.cleaned_data)
    except ReasonMissing as fault:
        form.add_error("reason" if "reason" in form.fields else None, f"{fault.detail} {fault.hint}")
        return False
    except (RuleBroken, SignInRefused) as fault:
        form.add_error(None, f"{fault.detail} {fault.hint}")
        return False
    return True


def whole_number(asked: str | None) -> int | None:
    """A number as a form sends it, if it is one that a column can hold."""
    return int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 18 else None


class Reason(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Kept in the audit.")
    )
