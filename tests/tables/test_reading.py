"""Tables are read as they are saved in most of the world; what could mean two things is asked, never guessed."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from antigone.errors import ForbiddenOrigin, ManifestInvalid
from tables_people import seen, workbook

TWO = [("a.jpg", "P-1"), ("b.jpg", "P-2")]


@pytest.mark.parametrize(
    "text",
    [
        "path,person\na.jpg,P-1\nb.jpg,P-2\n",
        "\ufeffpath;person\r\na.jpg;P-1\r\nb.jpg;P-2\r\n",
        "path\tperson\na.jpg\tP-1\nb.jpg\tP-2\n",
        "path|person\na.jpg|P-1\nb.jpg|P-2\n",
        "sep=;\r\nPath;Person\r\na.jpg;P-1\r\nb.jpg;P-2\r\n",
        '"sep=;"\npath;person\na.jpg;P-1\nb.jpg;P-2\n',
        "PATH , Person \n a.jpg , P-1 \nb.jpg,P-2\n",
        "path,person,,\na.jpg,P-1,,\n,,,\n\nb.jpg,P-2,,\n,,,\n",
        "Foto;Kennung\na.jpg;P-1\nb.jpg;P-2\n",
        "Фото;Номер\na.jpg;P-1\nb.jpg;P-2\n",
        "person,what they sent\nP-1,a.jpg\nP-2,b.jpg\n",
        '"path","person"\n"a.jpg","P-1"\n"b.jpg","P-2"\n',
        "path;person\ra.jpg;P-1\rb.jpg;P-2\r",
        "sep=;\rpath;person\ra.jpg;P-1\rb.jpg;P-2\r",
        "Missing people, by the harbour, 30.11.2026\n\nFoto;Nummer\na.jpg;P-1\nb.jpg;P-2\n",
        "Список;;\r\nстаном на;2026;\r\nФото;Номер;\r\na.jpg;P-1;\r\nb.jpg;P-2;\r\n",
        "path,person\na.jpg,P-1\u00a0\nb.jpg,\u200fP-2\u202c\n",
    ],
)
@pytest.mark.parametrize("letters", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_table_is_read_however_it_was_saved(text: str, letters: str) -> None:
    preview = seen(text.encode(letters))
    assert [(row.named, row.who) for row in preview.rows] == TWO and not preview.questions


def test_a_title_above_the_columns_is_passed_over_and_it_is_said() -> None:
    preview = seen("Missing people\n\nPath;Person;Note\na.jpg;P-1;x\n")
    assert "named in line 3" in str(preview.understood[1]) and preview.rows[0].key == "4"
    book = seen(workbook([["Missing people", None, None], [None], ["Path", "Person", "Note"], ["a.jpg", "P-1", "x"]]))
    assert "named in line 3" in str(book.understood[1]) and book.rows[0].details == {"Note": "x"}


def test_what_was_understood_is_said() -> None:
    preview = seen("Path;Born\n" + "a.jpg;\n" + ";\n")
    assert str(preview.understood[0]) == "A table in utf-8, its cells parted by ;."
    assert "passed over: 1" in str(preview.understood[1])
    assert [question.about for question in preview.questions] == ["need:person"] and preview.rows == ()


def test_a_workbook_is_read_with_its_days_and_numbers() -> None:
    rows = [
        ["Path", "Person", "Born", "Age"],
        ["a.jpg", 7, date(1980, 5, 17), 34],
        ["b.jpg", "007", 0, 34.5],
        ["c.jpg", "P-3", 29358, None],
    ]
    preview = seen(workbook(rows, days=["C3"]))
    assert [row.who for row in preview.rows] == ["7", "007", "P-3"]
    assert [row.details.get("born") for row in preview.rows] == ["1980-05-17", None, "1980-05-17"]
    assert preview.rows[0].details["age"] == "34" and preview.rows[1].details["age as written"] == "34.5"
    assert "empty date" in str(preview.rows[1].doubts[0])


def test_a_workbook_that_counts_from_1904_says_so_itself() -> None:
    rows = [["path", "person", "born"], ["a.jpg", "P-1", 29358 - 1462]]
    assert seen(workbook(rows, from_1904=True)).rows[0].details["born"] == "1980-05-17"


def test_an_open_document_is_read() -> None:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="S">%s</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    day = cell.format("17/05/80").replace('"string"', '"date" office:date-value="1980-05-17"')
    head = "".join(cell.format(name) for name in ("path", "person", "born"))
    row = "".join(cell.format(name) for name in ("a.jpg", "P-1")) + day
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        whole.writestr("META-INF/manifest.xml", "<manifest/>")
        lines = f"<table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row>"
        whole.writestr("content.xml", content % lines)
    assert seen(out.getvalue()).rows[0].details["born"] == "1980-05-17"


def test_the_sheet_that_has_the_columns_is_read_whichever_stands_first() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Fill in the second sheet."])
    for row in (["Missing people"], ["Path", "Person"], ["a.jpg", "P-1"]):
        (book["data"] if "data" in book.sheetnames else book.create_sheet("data")).append(row)
    out = io.BytesIO()
    book.save(out)
    preview = seen(out.getvalue())
    assert [row.who for row in preview.rows] == ["P-1"] and "its sheet data" in str(preview.understood[0])
    assert "Other sheets are not read: Sheet" in " ".join(map(str, preview.understood))


def test_other_sheets_are_named_and_can_be_chosen() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["path", "person"])
    book.active.append(["a.jpg", "P-1"])
    other = book.create_sheet("Other")
    other.append(["path", "person"])
    other.append(["b.jpg", "P-2"])
    out = io.BytesIO()
    book.save(out)
    assert "Other sheets are not read: Other" in str(seen(out.getvalue()).understood[1])
    assert seen(out.getvalue(), sheet="Other").rows[0].who == "P-2"


@pytest.mark.parametrize(
    ("name", "letters"), [("Шевченко", "cp1251"), ("محمد", "cp1256"), ("Wałęsa", "cp1250"), ("Peña", "mac_roman")]
)
def test_in_which_letters_a_table_is_written_is_asked_with_how_it_then_reads(name: str, letters: str) -> None:
    data = f"path;person;family\na.jpg;P-1;{name}\n".encode(letters)
    (question,) = seen(data).questions
    assert question.about == "encoding" and any(name in shown for _, shown in question.options)
    answer = next(alphabet for alphabet, shown in question.options if name in shown)
    assert seen(data, encoding=answer).rows[0].details["family"] == name


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"path,person\n", b"path,person,path\na,b,c\n", b'path,person\n"a.jpg,P-1\n', b"PK\x03\x04broken",
     b"\xd0\xcf\x11\xe0" + bytes(600), b",".join(b"c%d" % n for n in range(400)) + b"\n1\n"],
)  # fmt: skip
def test_what_is_no_table_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ManifestInvalid):
        seen(data)


def test_one_bad_row_harms_no_other() -> None:
    text = "path,person\na.jpg,P-1\n,P-2\nc.jpg,\nd.jpg,P-4,more\n../e.jpg,P-5\nf.jpg,P-6\na.jpg,P-7\n"
    preview = seen(text)
    assert [row.refusal.code if row.refusal else "" for row in preview.rows] == [
        "", "no-path", "no-number", "fields", "outside", "", "twice",
    ]  # fmt: skip
    assert (preview.photographs, preview.people, len(preview.refused)) == (2, ["P-1", "P-6"], 5)


def test_no_table_can_name_an_address() -> None:
    with pytest.raises(ForbiddenOrigin):
        seen("path,person\nhttps://example.org/a.jpg,P-1\n")


def test_a_column_can_be_taken_for_another_thing_or_kept_as_words() -> None:
    text = "path,person,nick,born\na.jpg,P-1,Ivo,1980\n"
    taken = seen(text, column__nick="family", column__born="words").rows[0].details
    assert taken == {"family": "Ivo", "born": "1980"}
    assert seen(text, column__born="words").read == {}


def test_two_columns_called_like_one_thing_are_asked_about() -> None:
    preview = seen("file,photo,person\na.jpg,b.jpg,P-1\n")
    assert [question.about for question in preview.questions] == ["need:path"]
    assert seen("file,photo,person\na.jpg,b.jpg,P-1\n", need__path="photo").rows[0].named == "b.jpg"


def test_the_same_table_and_answers_give_the_same_preview_and_others_another() -> None:
    text = "path,person,born\na.jpg,P-1,05/07/1980\n"
    assert seen(text).digest == seen(text).digest
    assert seen(text).digest != seen(text, dates__born="day").digest != seen(text, dates__born="month").digest


def test_a_row_is_left_out_or_given_to_somebody_else() -> None:
    preview = seen("path,person\na.jpg,P-1\nb.jpg,P-2\n", out__2="yes", who__3="P-9")
    assert preview.people == ["P-9"] and preview.photographs == 1 and not preview.refused
