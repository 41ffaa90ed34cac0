"""A process that serves pages holds nothing of the engine, and decodes nothing that strangers send."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFile

from antigone.desk.families.actions.photographs import give_photograph
from antigone.desk.photos.actions.photographs import add_photograph
from desk_people import People, as_
from desk_photos import a_dead_face, a_subject, jpeg, pixels_of
from desk_requests import a_ferry

_SERVED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tools.desk_settings"
import antigone.desk.wsgi
from django.urls import get_resolver
for urls in ("antigone.desk.urls", "antigone.desk.public.site"):
    assert get_resolver(urls).reverse_dict
parts = ("openvino", "antigone.engine", "antigone.face.find", "antigone.weights.session")
print(*(name for name in parts if name in sys.modules))
"""


@pytest.mark.slow
def test_no_page_brings_the_engine_into_its_process() -> None:
    done = subprocess.run([sys.executable, "-c", _SERVED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_nothing_is_decoded_while_somebody_sends_a_photograph(
    people: People, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = a_ferry(people)
    request, _ = ferry.begun()
    subject = a_subject(people)
    data = jpeg(pixels_of(a_dead_face()), kind)

    def decoded(*_: Any, **__: Any) -> None:
        raise AssertionError("a picture was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decoded)
    monkeypatch.setattr(Image.Image, "convert", decoded)
    give_photograph(by=ferry.theirs(request), request=request, data=data)
    add_photograph(by=as_(people.boris), subject=subject, data=data, file_name="photo")
    with pytest.raises(AssertionError, match="decoded"):
        Image.fromarray(np.zeros((8, 8, 3), np.uint8)).convert("L")
