"""Photographs and the faces in them. What the camera wrote besides stays sealed, and originals have no address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from antigone.desk.api.shapes.common import Number, OneOf, Said
from antigone.desk.api.shapes.subjects import SubjectOut
from antigone.desk.photos.models import Face, Photograph
from antigone.desk.photos.vault import AT_ONCE

StageIs = Annotated[str, OneOf(Photograph.Stage)]
StateIs = Annotated[str, OneOf(Photograph.State)]
SizeIs = Annotated[str, OneOf(AT_ONCE)]


class FaceMeasure(Schema):
    """One thing that was measured of a face."""

    name: str
    value: float
    unit: str


class FaceOut(Schema):
    """A face that the engine found."""

    number: int = Field(description="From 1, the largest first.")
    box: list[float] = Field(description="Left, top, width and height, in pixels of the upright photograph.")
    chosen: bool = Field(description="Whether it is the one that is searched with.")
    chosen_how: str = Field(description="only, principal or person; empty if it is not chosen.")
    quality: float | None = Field(description="Overall, 0 to 1: how much the photograph is worth to a comparison.")
    measures: list[FaceMeasure]
    advice: list[str] = Field(description="What to photograph again, in words.")
    observations: list[str]

    @classmethod
    def of(cls, face: Face) -> FaceOut:
        said: dict[str, Any] = face.quality
        return cls(
            number=face.number,
            box=face.box,
            chosen=face.chosen,
            chosen_how=face.chosen_how,
            quality=said.get("overall"),
            measures=[FaceMeasure(name=name, **value) for name, value in said.get("measures", {}).items()],
            advice=said.get("advice", []),
            observations=said.get("observations", []),
        )


class RefusalOut(Schema):
    """Why something cannot be used, and what to do."""

    code: str
    detail: str
    hint: str

    @classmethod
    def of(cls, said: dict[str, Any] | None) -> RefusalOut | None:
        return None if said is None else cls(**{name: str(said.get(name, "")) for name in cls.model_fields})


class PhotographOut(Schema):
    """One photograph of a case or record. Never the picture itself."""

    number: int
    subject: SubjectOut
    source: int | None = Field(description="The lawful source of a reference photograph.")
    consent: int | None
    sha256: str = Field(description="Of the original file.")
    file_name: str
    size: int = Field(description="Bytes of the original.")
    format: str
    width: int | None
    height: int | None
    stage: StageIs = Field(description="When a photograph of the dead was taken (ASTM E3148).")
    grade: int | None = Field(description="How graphic it is, 0 to 4; null until somebody has said.")
    state: StateIs
    refusal: RefusalOut | None
    indexed: bool = Field(description="Whether it is searched.")
    faces: list[FaceOut]
    added_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Photograph) -> PhotographOut:
        made = {"number", "subject", "source", "consent", "faces", "refusal"}
        return cls(
            number=row.pk,
            subject=SubjectOut.of(row.subject),
            source=row.source_id,
            consent=row.consent_id,
            faces=[FaceOut.of(face) for face in row.faces.all()],
            refusal=RefusalOut.of(row.refusal),
            **{name: getattr(row, name) for name in set(cls.model_fields) - made},
        )


class OfTheDead(Schema):
    """What stands beside the file of a photograph of the dead."""

    stage: StageIs = Field(Photograph.Stage.UNKNOWN.value, description="When it was taken (ASTM E3148).")


class OfTheMissing(Schema):
    """What stands beside the file of a reference photograph."""

    source: Number = Field(description="The lawful source on which it is held.")
    consent: Number | None = Field(None, description="The consent, where the source rests on one.")


class ChooseFace(Said):
    """Which face is the one meant."""

    face: int = Field(ge=1, le=32_000, description="Its number in the photograph.")


class GradeSaid(Said):
    """How graphic a photograph is."""

    grade: int = Field(ge=0, le=4, description="0: nothing that disturbs; 4: hard to bear even for people used to it.")
