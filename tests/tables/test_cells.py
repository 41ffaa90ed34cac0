"""Dates, ages and sexes as people write them: read by column, and kept as words if they are not understood."""

from __future__ import annotations

import pytest

from tables_people import born, seen


def test_one_row_that_proves_an_order_decides_it_for_the_column() -> None:
    assert born("05/17/1980", "05/07/1980") == ["1980-05-17", "1980-05-07"]
    assert born("17/05/1980", "05/07/1980") == ["1980-05-17", "1980-07-05"]
    assert born("05/07/1980", "31-12-1979") == ["1980-07-05", "1979-12-31"]
    why = seen("path,person,born\na.jpg,P,05/17/1980\nb.jpg,Q,05/07/1980\n").read["born"]
    assert str(why) == "05/17/1980 proves it: there is no such month"


def test_a_column_that_proves_none_is_asked_about_and_kept_as_words() -> None:
    text = "path,person,born\na.jpg,P,05/07/1980\nb.jpg,Q,06/08/1981\n"
    (question,) = seen(text).questions
    assert question.about == "dates:born" and [value for value, _ in question.options] == ["day", "month", "words"]
    assert born("05/07/1980") == ["[05/07/1980]"]
    assert born("05/07/1980", dates__born="day") == ["1980-07-05"]
    assert born("05/07/1980", dates__born="month") == ["1980-05-07"]
    assert not seen(text, dates__born="words").questions


def test_a_column_that_contradicts_itself_reads_only_what_proves_itself() -> None:
    assert born("05/17/1980", "17/05/1980", "05/07/1980") == ["1980-05-17", "1980-05-17", "[05/07/1980]"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1980-05-17", "1980-05-17"),
        ("1980/05/17", "1980-05-17"),
        ("1980.5.7", "1980-05-07"),
        ("17.05.1980", "1980-05-17"),
        ("05.07.1980", "1980-07-05"),
        ("1980-05-17T00:00:00", "1980-05-17"),
        ("1980-05-17 00:00:00", "1980-05-17"),
        ("05/05/1980", "1980-05-05"),
        ("1980", "1980"),
        ("1980-05", "1980-05"),
        ("05/1980", "1980-05"),
        ("May 1980", "1980-05"),
        ("17 May 1980", "1980-05-17"),
        ("May 17, 1980", "1980-05-17"),
        ("1980-05-00", "1980-05"),
        ("1980-00-00", "1980"),
        ("??.05.1980", "1980-05"),
        ("00/00/1980", "1980"),
        ("1978-1982", "1978 to 1982"),
        ("1978 to 1982", "1978 to 1982"),
        ("1978–1982", "1978 to 1982"),
        ("١٩٨٠", "1980"),
        ("١٧/٠٥/١٩٨٠", "1980-05-17"),
        ("1900-01-00", "[]"),
        ("0/1/1900", "[]"),
        ("1899-12-30", "[]"),
        ("30/12/1899", "[]"),
        ("12/30/1899", "[]"),
        ("31.12.1899", "[]"),
        ("31/12/99", "[31/12/99]"),
        ("1904-01-01", "1904-01-01"),
        ("17 травня 1980 р.", "1980-05-17"),
        ("17 мая 1980 г.", "1980-05-17"),
        ("травень 1980", "1980-05"),
        ("1er mai 1980", "1980-05-01"),
        ("17 de mayo de 1980", "1980-05-17"),
        ("17. Mai 1980", "1980-05-17"),
        ("17 maja 1980", "1980-05-17"),
        ("17 grudnia 1980", "1980-12-17"),
        ("17 listopada 1980", "[17 listopada 1980]"),
        ("17 листопада 1980", "1980-11-17"),
        ("١٧ مايو ١٩٨٠", "1980-05-17"),
        ("17 كانون الثاني 1980", "1980-01-17"),
        ("1980年5月17日", "1980-05-17"),
        ("1980년 5월", "1980-05"),
        ("17 nothing 1980", "[17 nothing 1980]"),
        ("17/05/80", "[17/05/80]"),
        ("ca. 1980", "[ca. 1980]"),
        ("1980-13-01", "[1980-13-01]"),
        ("31.02.1980", "[31.02.1980]"),
        ("2080-01-01", "[2080-01-01]"),
        ("1790", "[1790]"),
        ("1982 to 1978", "[1982 to 1978]"),
        ("long ago", "[long ago]"),
    ],
)
def test_dates_are_read_as_far_as_they_are_known(written: str, read: str) -> None:
    assert born(written) == [read]


@pytest.mark.parametrize(
    ("written", "calendar"),
    [
        ("1402/05/06", "Hijri or Solar Hijri"),
        ("1400", "Hijri or Solar Hijri"),
        ("12 رمضان 1400 هـ", "Hijri"),
        ("1359/02/27 هـ.ش", "Solar Hijri"),
        ("2523-05-17", "Buddhist"),
        ("17 พ.ค. พ.ศ. 2523", "Buddhist"),
        ("4 May 1980 O.S.", "Julian"),
        ("昭和55年5月17日", "Japanese"),
        ("民國69年5月17日", "Republic of China"),
        ("9 ግንቦት 1972 ዓ.ም.", "Ethiopian"),
        ("5740", "Hebrew"),
    ],
)
def test_other_calendars_are_refused_by_name(written: str, calendar: str) -> None:
    (row,) = seen(f'path,person,born\na.jpg,P,"{written}"\n').rows
    assert f"of the {calendar} calendar" in str(row.doubts[0]) and row.refusal is None
    assert "born" not in row.details and row.details["born as written"] == written


@pytest.mark.parametrize("written", ["01.01.1900", "1904-01-01", "1 January 1970"])
def test_a_day_that_programs_write_for_none_is_read_and_doubted(written: str) -> None:
    (row,) = seen(f'path,person,born\na.jpg,P,"{written}"\n').rows
    assert row.details["born"].endswith("-01-01") and "what programs write for no date" in str(row.doubts[0])


def test_sexes_are_read_in_the_letters_of_many_languages() -> None:
    written = ["Ж", "ذكر", "女", "남", "זכר", "♀", "άνδρας", "γυναίκα", "पुरुष"]
    rows = seen("path,person,sex\n" + "".join(f"{n}.jpg,P-{n},{sex}\n" for n, sex in enumerate(written))).rows
    expected = ["female", "male", "female", "male", "male", "female", "male", "female", "male"]
    assert [row.details["sex"] for row in rows] == expected


def test_day_numbers_of_a_spreadsheet_are_asked_from_which_year_they_count() -> None:
    assert [question.about for question in seen("path,person,born\na.jpg,P,29358\n").questions] == ["epoch"]
    assert born("29358", epoch="1900") == ["1980-05-17"] and born("27896", epoch="1904") == ["1980-05-17"]
    assert born("29358") == ["[29358]"]


def ages(*cells: str) -> list[str]:
    rows = seen("path,person,age\n" + "".join(f'{n}.jpg,P-{n},"{cell}"\n' for n, cell in enumerate(cells))).rows
    return [row.details.get("age", "") for row in rows]


def test_ages_are_read_in_years_and_of_infants_in_months() -> None:
    assert ages("34", "34 years", "34.0", "34,0", "34 років", "٣٤ سنة", "34 Jahre") == ["34"] * 7
    assert ages("30-36", "30 – 36 years", "30 to 36") == ["30-36"] * 3
    assert ages("8 months", "18 months", "3 weeks", "10 days", "8 місяців") == ["0", "1", "0", "0", "0"]
    assert ages("old", "34.5", "200", "40-30") == [""] * 4


def test_what_an_infants_age_says_more_than_years_stays_as_words() -> None:
    (row,) = seen("path,person,age\na.jpg,P,8 months\n").rows
    assert row.details == {"age": "0", "age as written": "8 months"} and "0 full years" in str(row.doubts[0])


def sexes(*cells: str) -> list[str]:
    rows = seen("path,person,sex\n" + "".join(f"{n}.jpg,P-{n},{cell}\n" for n, cell in enumerate(cells))).rows
    return [row.details.get("sex", "") for row in rows]


def test_sex_is_read_in_many_languages_and_by_column() -> None:
    assert sexes("f", "Ж", "жіноча", "أنثى", "Female", "mujer") == ["female"] * 6
    assert sexes("m", "Ч", "мужской", "ذكر", "MALE", "erkek") == ["male"] * 6
    assert sexes("H", "M") == ["male", "female"], "hombre and mujer"
    assert sexes("?", "unknown") == ["unknown"] * 2


def test_what_is_not_understood_stays_as_words_beside_the_field_and_the_photograph_is_kept() -> None:
    (row,) = seen("path,person,sex,age,stature,shoes\na.jpg,P,unclear,old,5'9\",43\n").rows
    assert row.stands and row.details == {
        "sex as written": "unclear",
        "age as written": "old",
        "stature as written": "5'9\"",
        "shoes": "43",
    }


def test_statures_are_centimetres() -> None:
    rows = seen('path,person,height\na.jpg,P,175 cm\nb.jpg,Q,1.75 m\nc.jpg,R,"1,75"\nd.jpg,S,170-180\n').rows
    assert [row.details["stature"] for row in rows] == ["175", "175", "175", "170-180"]
