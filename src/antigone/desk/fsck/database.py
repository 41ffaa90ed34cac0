"""The database: its pages, what stands in it encrypted, what the audit binds, and the audit itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Field

from antigone.desk.audit.verify import verify
from antigone.desk.audit.verify_bound import verify_bound
from antigone.desk.encrypted import EncryptedTextField
from antigone.desk.fsck.finding import Faults, StoredFault, StoredKind
from antigone.desk.photos.models import CoverByHand, Face, FaceTemplate, Photograph, PhotoKey, PointsByHand
from antigone.desk.photos.vault import (
    Sealed,
    unseal_cover,
    unseal_details,
    unseal_landmarks,
    unseal_points,
    unseal_templates,
)
from antigone.errors import ColumnDamaged, VaultDamaged

_RESTORE = "Restore the newest copy before it into another folder (antigone desk restore), and compare"
_MOST = 20


def pages() -> Faults:
    """SQLite reads every page, and every key leads to a row; of PostgreSQL every row of every table is read."""
    asked = ("integrity_check", "foreign_key_check") if connection.vendor == "sqlite" else ()
    with connection.cursor() as cursor:
        for check in asked:
            cursor.execute(f"PRAGMA {check}")
            for row in cursor.fetchmany(_MOST):
                said = " ".join(str(part) for part in row)
                if said != "ok":
                    yield StoredFault(StoredKind.DATABASE, "desk.sqlite3", said, "", _RESTORE)
    if connection.vendor == "postgresql":
        for table in connection.introspection.table_names():
            yield from _read_all(table)


def _read_all(table: str) -> Faults:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(t::text) FROM "{table}" t')
    except DatabaseError as fault:
        yield StoredFault(StoredKind.DATABASE, table, f"cannot be read: {fault}".strip(), "", _RESTORE)


def columns() -> Faults:
    """Whatever stands encrypted in a column opens with the desk's key."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                for number in _closed(model._meta.db_table, str(model._meta.pk and model._meta.pk.column), field):
                    what = f"{field.column} does not open"
                    whose = f"{model._meta.verbose_name} {number}"
                    yield StoredFault(StoredKind.COLUMN, model._meta.db_table, what, whose, _RESTORE)


def _closed(table: str, key: str, field: Field[Any, Any]) -> Iterator[Any]:
    """The rows in which a column does not open: read as it stands, so that one row does not end the reading."""
    assert isinstance(field, EncryptedTextField)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{key}", "{field.column}" FROM "{table}" WHERE "{field.column}" <> \'\'')
        while rows := cursor.fetchmany(500):
            for number, text in rows:
                try:
                    field.from_db_value(text, None, connection)
                except (ColumnDamaged, ValueError):
                    yield number


def sealed_columns() -> Faults:
    """Whatever stands in a column under a photograph's own key opens with it."""
    keys = PhotoKey.objects.filter(photograph__erased_at=None).select_related("photograph__subject").order_by("pk")
    for key in keys.iterator(500):
        of = key.photograph
        way = Sealed(of.sealed, bytes(key.wrapped))
        for table, words, number in _closed_of(of, way):
            whose = f"photograph {of.pk} of {of.subject.code}"
            yield StoredFault(StoredKind.COLUMN, table, f"{words} {number} does not open".rstrip(), whose, _RESTORE)


def _closed_of(of: Photograph, way: Sealed) -> Iterator[tuple[str, str, int]]:
    kept: list[tuple[Any, str, int, Any]] = []
    if of.sealed_details is not None:
        kept.append((unseal_details, "photos_photograph", of.pk, of.sealed_details))
    for face in Face.objects.filter(photograph=of):
        kept.append((unseal_landmarks, "photos_face", face.pk, face.landmarks))
    for points in PointsByHand.objects.filter(photograph=of).exclude(sealed=None):
        kept.append((unseal_points, "photos_pointsbyhand", points.pk, points.sealed))
    for cover in CoverByHand.objects.filter(photograph=of).exclude(sealed=None):
        kept.append((unseal_cover, "photos_coverbyhand", cover.pk, cover.sealed))
    for template in FaceTemplate.objects.filter(face__photograph=of):
        kept.append((_template, "photos_facetemplate", template.pk, template.vector))
    for opens, table, number, closed in kept:
        try:
            opens(way, bytes(closed))
        except (VaultDamaged, ValueError):
            yield table, "what is sealed in row", number


def _template(way: Sealed, closed: bytes) -> None:
    unseal_templates([(way, closed)])


def audit() -> Faults:
    """The chain of the audit, and every row that it binds."""
    todo = "Run: antigone desk verify-audit with the second agency's checkpoints; it says since when"
    for broken in verify().faults[:_MOST]:
        yield StoredFault(StoredKind.AUDIT, "audit_row", broken.words, f"row {broken.sequence} of the audit", todo)
    for altered in verify_bound().faults:
        yield StoredFault(StoredKind.BOUND, altered.table, altered.words, altered.row, todo)
