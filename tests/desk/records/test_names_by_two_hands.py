"""Names of 25 languages, as public standards write them, are found; names that look alike mostly are not."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from antigone.desk.records.comparing import compare
from antigone.desk.records.spelling import keys_of, terms, wanted

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        return importlib.import_module("names")
    finally:
        sys.path.remove(str(ROOT / "bench"))


@pytest.mark.slow
def test_the_table_is_as_large_as_it_says_and_its_halves_share_no_name(bench: ModuleType) -> None:
    table = bench.table()
    for half in bench.HALVES:
        of = [pair for pair in table if pair.half == half]
        assert sum(pair.same for pair in of) > 600 and sum(not pair.same for pair in of) > 300
        assert len({pair.language for pair in of}) == 25
    named = [{(p.language, p.who) for p in table if p.half == half} for half in bench.HALVES]
    assert not named[0] & named[1]


@pytest.mark.parametrize(
    ("language", "standard", "name", "spelt"),
    [  # examples that the standards themselves, or everybody, give
        ("Ukrainian", "KMU 55 (2010)", "Згурський", "Zghurskyi"),
        ("Ukrainian", "KMU 55 (2010)", "Їжакевич", "Yizhakevych"),
        ("Ukrainian", "KMU 55 (2010)", "Гаєвич", "Haievych"),
        ("Ukrainian", "KMU 55 (2010)", "Щербухи", "Shcherbukhy"),
        ("Russian", "BGN/PCGN 1947", "Елизово", "Yelizovo"),
        ("Greek", "ELOT 743 (ISO 843)", "Ευάγγελος", "Evangelos"),
        ("Arabic", "IJMES, names", "Ǧamāl", "Jamal"),
        ("Chinese", "Wade-Giles", "maozedong", "Mao-tsê-tung"),
        ("Chinese", "Wade-Giles", "beijing", "Pei-ching"),
        ("Japanese", "Kunrei (ISO 3602)", "つじ", "Tuzi"),
        ("Korean", "Revised Romanization 2000", "박", "Bak"),
        ("Korean", "McCune-Reischauer", "박", "Pak"),
        ("Hindi", "Hunterian", "कमल", "Kamal"),
        ("Albanian", "Pravopis", "Hoxha", "Хоџа"),
        ("Armenian", "Western (ALA-LC)", "Պետրոսյան", "Bedrosian"),
    ],
)
def test_a_standard_is_as_its_examples_are(
    bench: ModuleType, language: str, standard: str, name: str, spelt: str
) -> None:
    assert bench.STANDARDS[language][standard](name) == spelt


@pytest.mark.slow
def test_the_working_half_is_found_as_well_as_is_wanted_and_as_the_documentation_says(bench: ModuleType) -> None:
    pairs = [pair for pair in bench.table() if pair.half == bench.HALVES[0]]
    same, alike = ([pair for pair in pairs if pair.same is whether] for whether in (True, False))
    found, wrongly = (sum(bench.found(pair.one, pair.other) for pair in of) for of in (same, alike))
    assert found / len(same) >= bench.WANTED["found"] and wrongly / len(alike) <= bench.WANTED["look-alikes"]
    strangers = bench.strangers(bench.HALVES[0])[:5_000]
    assert sum(bench.found(*each) for each in strangers) / len(strangers) <= bench.WANTED["random"]
    text = (ROOT / "docs/names.md").read_text(encoding="utf-8")
    assert f"{found:,} of {len(same):,}" in text and f"{wrongly} of {len(alike)}" in text


@pytest.mark.slow
def test_it_does_not_matter_which_hand_wrote_the_record_and_which_the_search(bench: ModuleType) -> None:
    for pair in bench.table()[::17]:
        assert bench.found(pair.one, pair.other) == bench.found(pair.other, pair.one), (pair.one, pair.other)


def test_a_family_of_hong_kong_is_found_by_its_name_in_pinyin_and_is_not_therefore_another_family() -> None:
    assert compare("Zhou", "Chow").relation == compare("周", "Chow").relation == "same-sound"
    assert compare("Chow", "周").relation == "same-sound" and compare("Wang", "Wong").relation == "same-sound"
    assert compare("Huang", "Wong").relation == "same-sound" and compare("Wang", "Huang").relation == "none"
    assert {term.form for term in terms("Wang")} == {"wang"} == {form for _, form in keys_of("Wang")}
    assert {"wong", "ong"} <= {term.form for term in wanted("Wang")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("कमल", "Kamala"),
        ("মোহাম্মদ", "Mohammad"),
        ("สมชาย", "Somchai"),
        ("שרה", "Sara"),
        ("אבנר", "Avner"),
        ("Karapetyan", "Garabedian"),
        ("Lee", "Rhee"),
        ("Tsuji", "Tuzi"),
        ("Λάμπρος", "Labros"),
        ("Nadjoua", "Najwa"),
        ("Chaudhuri", "Chowdhury"),
        ("Šimić", "Simic"),
        ("Gao", "Kao"),
    ],
)
def test_what_languages_write_otherwise_is_found(one: str, other: str) -> None:
    assert compare(one, other).relation != "none" != compare(other, one).relation
