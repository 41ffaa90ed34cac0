"""Archives and uploads as people make them: whose each photograph is, wherever its table lies."""

from __future__ import annotations

import unicodedata

import pytest

from antigone.errors import ManifestInvalid
from antigone.tables.previews import TablePreview
from antigone.tables.sent import ALONE, IncomingFile, IncomingFiles, preview_of
from antigone.types import Refusal
from tables_people import ASKED, TODAY

TABLE = "path,person\na.jpg,P-1\nb.jpg,P-2\n"


def came(*names: str, tables: dict[str, str] | None = None, **answers: str) -> TablePreview:
    given = tables or {}
    files = tuple(IncomingFile(n, name) for n, name in enumerate((*names, *given), 1))
    inside = {len(names) + n: text.encode() for n, text in enumerate(given.values(), 1)}
    said = {name.replace("__", ":"): value for name, value in answers.items()}
    return preview_of(IncomingFiles(files, inside), ASKED, said, TODAY)


@pytest.mark.parametrize(
    "names",
    [("a.jpg", "b.jpg", "manifest.csv"), ("in/a.jpg", "in/b.jpg", "in/manifest.csv"),
     ("x/a.jpg", "y/b.jpg", "Manifest.CSV"),
     ("photos/a.jpg", "photos/b.jpg", "table/anything.csv"), ("A.JPG", "B.jpg", "list.txt")],
)  # fmt: skip
def test_a_table_is_found_wherever_it_lies(names: tuple[str, ...]) -> None:
    preview = came(*names[:-1], tables={names[-1]: TABLE})
    assert preview.people == ["P-1", "P-2"] and [row.path for row in preview.rows] == list(names[:-1])


def test_a_table_that_says_something_else_is_no_manifest() -> None:
    preview = came("P-1/a.jpg", tables={"P-1/notes.csv": "when,what\n1,2\n"})
    assert preview.people == ["P-1"] and preview.unnamed == ("P-1/notes.csv",)


def test_which_of_several_tables_is_meant_is_asked() -> None:
    tables = {"x/manifest.csv": TABLE, "y/manifest.csv": TABLE}
    (question,) = came("x/a.jpg", "x/b.jpg", tables=tables).questions
    assert [value for value, _ in question.options] == ["x/manifest.csv", "y/manifest.csv", "none"]
    assert came("x/a.jpg", "x/b.jpg", tables=tables, table="x/manifest.csv").people == ["P-1", "P-2"]
    assert came("x/a.jpg", "x/b.jpg", tables=tables, table="none").people == ["x"]


def test_a_name_in_two_normal_forms_is_one_in_table_and_archive() -> None:
    nfd = unicodedata.normalize("NFD", "fotos/Peña.jpg")
    preview = came(nfd, tables={"manifest.csv": "path,person\nfotos/Peña.jpg,P-1\n"})
    assert preview.rows[0].path == nfd and preview.photographs == 1 and not preview.unnamed


def test_in_which_letters_names_are_written_is_asked_and_then_read() -> None:
    files = (IncomingFile(1, "", "Ганна/1.jpg".encode("cp866")), IncomingFile(2, "P-2/2.jpg"))
    (question,) = preview_of(IncomingFiles(files), ASKED, {}, TODAY).questions
    assert question.about == "names" and ("cp866", "Ганна/1.jpg") in question.options
    assert preview_of(IncomingFiles(files), ASKED, {"names": "cp866"}, TODAY).people == ["P-2", "Ганна"]


def test_two_files_of_one_name_are_not_one() -> None:
    preview = came("P/1.jpg", "P/1.jpg")
    assert [row.path for row in preview.rows] == ["P/1 (2).jpg", "P/1.jpg"] and preview.photographs == 2


def test_a_file_that_cannot_be_had_is_refused_and_the_others_stand() -> None:
    files = (
        IncomingFile(1, "P/1.jpg", refusal=Refusal("link", "This is a link.", "100 %")),
        IncomingFile(2, "P/2.jpg"),
    )
    preview = preview_of(IncomingFiles(files), ASKED, {}, TODAY)
    assert preview.photographs == 1 and str(preview.refused[0].why) == "This is a link."


def test_what_is_no_photograph_is_refused_by_name() -> None:
    (row, _) = came("film.mp4", "b.jpg", tables={"manifest.csv": "path,person\nfilm.mp4,P-1\nb.jpg,P-2\n"}).rows
    assert row.refusal is not None and row.refusal.code == "not-a-photo"


def test_another_file_makes_another_digest() -> None:
    one, other = (
        preview_of(IncomingFiles((IncomingFile(1, "P/1.jpg", sha256=hashed),)), ASKED, {}, TODAY) for hashed in "ab"
    )
    assert one.digest != other.digest


def test_a_table_alone_that_is_none_is_refused() -> None:
    with pytest.raises(ManifestInvalid):
        preview_of(IncomingFiles((IncomingFile(1, "a.jpg"),), {ALONE: b"path,person\n"}), ASKED, {}, TODAY)
