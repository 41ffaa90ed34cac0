"""Photographs, the ground on which each is held, the faces in them, and what the index is made from."""

from antigone.desk.photos.models.indexed import FaceTemplate, IndexChange
from antigone.desk.photos.models.lawful_basis import Consent, Source
from antigone.desk.photos.models.photograph import Face, Photograph, PhotoKey

__all__ = ["Consent", "Face", "FaceTemplate", "IndexChange", "PhotoKey", "Photograph", "Source"]
