"""The page of an evaluation: what somebody reads who has to decide whether to use this at all."""

from __future__ import annotations

import copy
import html as markup
import re
from typing import Any

import pytest

from antigone.report.evaluation import figures, page
from antigone.report.sections import plots
from antigone.report.sections.amounts import count, figure, limits, number, rate, share_of, span
from antigone.report.sections.blocks import Alarm, Content, Figures, Plot, Table, Unmeasured, printable
from antigone.report.sections.headline import headline
from antigone.report.sections.whole import content
from evaluation_report import HOSTILE

Report = dict[str, Any]


def text_of(page: str) -> str:
    """What is read on a page, in one line."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    return " ".join(markup.unescape(re.sub(r"<[^>]+>", "", body)).split())


@pytest.fixture(scope="module")
def text(html: str) -> str:
    return text_of(html)


@pytest.mark.slow
def test_the_first_screen_says_what_the_figures_are_not(text: str) -> None:
    start = text[: text.index("Fingerprint of the data")]
    for sentence in ("a lead, not an identification", "Not measured on the dead", "SIMULATED", "nobody else"):
        assert sentence in start


@pytest.mark.slow
def test_every_figure_of_the_headline_stands_there_with_its_interval_and_count(evaluated: Report, text: str) -> None:
    found, compared = evaluated["identification"], evaluated["verification"]
    start = text[: text.index("Fingerprint of the data")]
    for part, key in (
        (found, "rank_1"),
        (found, "fnir_at_fpir_0.01"),
        (compared, "eer"),
        (compared, "tar_at_far_0.001"),
    ):
        assert figure(part[key]) in start
    for key in ("rank_1", "fnir_at_fpir_0.01"):
        assert share_of(found[key]["value"], found["mated_searches"], "mated searches") in start
    for counted in (found["enrolled"], found["non_mated_searches"], compared["non_mated_comparisons"]):
        assert count(counted) in start
    assert rate(evaluated["weights"]["overall"]["cllr"]) in start
    for mean in evaluated["conditions"]["mean_fnir_at_fpir_0.01"].values():
        assert rate(mean) in start


@pytest.mark.slow
def test_every_figure_of_every_table_is_the_reports_own(evaluated: Report, text: str) -> None:
    for name, part in evaluated["identification"].items():
        if name.startswith(("rank_", "fnir_")):
            assert figure(part) in text
            assert rate(part["mean_of_random_splits"]) in text
    for name, part in evaluated["verification"].items():
        if name.startswith("tar_"):
            assert figure(part) in text
            assert number(part["threshold"]) in text
    for one in evaluated["groups"]["kinds"][0]["groups"]:
        assert figure(one["fmr"]) in text and figure(one["fnmr"]) in text
    for row in evaluated["conditions"]["results"]:
        assert f"{row['faces_found']} of {row['photos']}" in text
        assert rate(row["at_the_threshold_of_good_photos"]["fnir"]) in text


def test_a_group_that_bears_many_times_the_errors_is_told_of_on_the_first_screen(evaluated: Report) -> None:
    assert evaluated["groups"]["alarm"]
    alarms = [block for block in headline(evaluated).blocks if isinstance(block, Alarm)]
    assert "many times the errors" in alarms[0].title
    calm = copy.deepcopy(evaluated)
    calm["groups"] |= {"alarm": False}
    assert not [block for block in headline(calm).blocks if isinstance(block, Alarm)]


@pytest.mark.slow
def test_groups_of_very_few_people_are_neither_printed_nor_drawn(evaluated: Report) -> None:
    small = copy.deepcopy(evaluated)
    small["groups"]["kinds"][0]["groups"][0] |= {"people": 9, "group": {"group": "the only family of that village"}}
    assert b"that village" not in plots.groups(small["groups"])[0]
    text = text_of(page(small))
    assert "fewer than 10 people" in text
    assert "FMR and FNMR by group" in text
    assert text.count("the only family of that village") == 0


def test_the_words_of_a_hostile_table_are_shown_and_not_obeyed(html: str, text: str) -> None:
    assert "<script" not in html
    for name in HOSTILE:
        assert markup.escape(name, quote=False) in html.replace("&#34;", '"').replace("&#39;", "'")
        assert name in text
    assert f"<bdi>{HOSTILE[2]}</bdi>" in html


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert printable("a\u202eb\x00\n") == "a[U+202E]b[U+0000][U+000A]"
    assert printable("می\u200cشود") == "می\u200cشود"


@pytest.mark.parametrize("name", ["identification", "weights", "groups", "conditions", "strangers"])
def test_a_part_that_was_not_measured_says_why(evaluated: Report, undrawn: None, name: str) -> None:
    report = dict(evaluated) | {name: {"not_measured": "Only 3 <people> came."}}
    assert "Not measured. Only 3 <people> came." in text_of(page(report))
    report[name] = None
    section = next(s for s in content(report, b"").sections if s.key == name)
    assert isinstance(section.blocks[0], Unmeasured)
    assert "Not measured. " in text_of(page(report))


def test_a_report_that_does_not_say_what_made_it_is_a_report(evaluated: Report, undrawn: None) -> None:
    bare = {key: value for key, value in evaluated.items() if key not in ("made", "conditions")}
    bare["data"] = {
        key: value for key, value in bare["data"].items() if key not in ("fingerprint", "refusals", "lacking")
    }
    text = text_of(page(bare))
    assert "does not say what made it" in text
    assert "No conditions were asked for" in text


@pytest.mark.slow
def test_the_same_report_gives_the_same_page(evaluated: Report, html: str) -> None:
    other = page(evaluated | {"note": "another"})
    assert html == page(evaluated) != other


def test_the_page_names_the_hash_of_the_figures_it_was_made_from(evaluated: Report, text: str) -> None:
    import hashlib

    assert hashlib.sha256(figures(evaluated)).hexdigest() in text
    for value in ("f" * 64, "ab" * 32, "bf16", "closed-cases.csv", "2026-03-04", "pallor:mild"):
        assert value in text


def test_the_words_are_those_of_the_field(text: str) -> None:
    plain = text.lower().replace("false-match rate", "").replace("false-non-match rate", "")
    plain = plain.replace("false match", "")
    for word in ("confidence", "verified", " hit", "target", "matches", "matched", "match"):
        assert word not in plain, word


def test_every_table_has_a_caption_and_every_drawing_words_for_those_who_do_not_see_it(whole: Content) -> None:
    blocks = [block for section in whole.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    drawings = [block for block in blocks if isinstance(block, Plot)]
    assert len(tables) > 10 and all(table.caption for table in tables)
    assert len(drawings) >= 8 and all(len(drawing.alt) > 20 for drawing in drawings)
    assert any(isinstance(block, Figures) for block in blocks)


def test_where_too_few_people_were_measured_no_interval_is_printed() -> None:
    assert limits([0.4, 0.6]) == (0.4, 0.6)
    assert limits([None, None]) is None and limits(None) is None
    assert figure({"value": 0.5, "interval_95": None, "no_interval": "too few people"}) == (
        "0.5000 (no interval: too few people)"
    )
    assert figure({"value": 0, "interval_95": None}) == "0"  # a report of before reasons were kept
    assert span({"cllr": 0.1, "cllr_95": None, "cllr_no_interval": "too few people"}, "cllr").startswith("(no interval")


def test_where_errors_are_too_few_for_an_interval_a_limit_is_called_one() -> None:
    assert figure({"value": 0, "interval_95": [0, 0.05]}) == "0 (at most 0.0500)"
    assert figure({"value": 0.98, "interval_95": [0.9, 1]}) == "0.9800 (at least 0.9000)"
    assert figure({"value": 0.02, "interval_95": [0.01, 0.05]}) == "0.0200 (0.0100–0.0500)"


def test_numbers_are_written_as_people_read_them() -> None:
    assert [rate(v) for v in (0.02918625, 3.333e-06, 0.99999, 1, 0, None)] == [
        "0.0292", "0.0000033", "0.99999", "1", "0", "not known",
    ]  # fmt: skip
    assert number(-0.0001, 2) == "0.00"
    assert number(-1.5, 1) == "−1.5"
