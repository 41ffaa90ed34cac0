"""How every form is laid out, of staff and of families: what is wrong comes first, each with a link to its field."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates

_OURS = {"django/forms/div.html": "forms/div.html"}


class FormRenderer(DjangoTemplates):
    """Django's own, with ``templates/forms/div.html`` for ``{{ form.as_div }}``; a form whose fields a page lays out
    itself includes ``templates/forms/summary.html``."""

    def get_template(self, template_name: str) -> Any:
        return super().get_template(_OURS.get(template_name, template_name))
