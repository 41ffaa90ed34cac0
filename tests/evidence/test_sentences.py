"""Every sentence with a number about a comparison is in docs/statistics.md, with what makes it and what holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import antigone

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(antigone.__file__).parent
TRANSLATED = ("weight_in_words", "weight_in_figures", "limit_in_words", "strangers_in_words", "top_in_words")
"""The desk's sentences in other languages: the same numbers in the same sentence."""
TRANSLATED_IN = "../desk/web/test_languages.py::test_a_weight_and_its_strangers"
COVERED_IN = "../desk/candidates/test_rests_on.py::test_a_record_whose_face"
SENTENCES = (
    # how it begins, what makes it, and the test that holds it
    ("weight +1.2", "types.py:in_figures", "test_weigh.py::test_a_weight_at_a_bound"),
    ("The scores are about", "evidence/verbal.py:in_words", "test_weigh.py::test_weights_in_the_words"),
    ("Nothing higher is stated", "evidence/weigh.py:_limit", "test_weigh.py::test_a_weight_at_a_bound"),
    ("How low two photographs", "evidence/weigh.py:_never_low", "test_weigh.py::test_a_low_score_of_two"),
    ("Too few people", "evidence/fit.py:_too_few", "test_calibrate.py::test_a_stratum_with_too_few"),
    ("It would mislead for", "evidence/fit.py:_blind", "test_calibrate.py::test_who_does_not_say_the_age"),
    ("strangers (2.2 to 4.4)", "types.py:in_words", "test_best_of.py::test_one_stranger_in_all"),
    ("< 0.03", "types.py:in_figures", "test_weigh.py::test_beyond_every_stranger_seen"),
    ("Probably fewer than", "types.py:in_words", "test_weigh.py::test_beyond_every_stranger_seen"),
    ("If the person is not among", "evidence/expected.py:in_words", "test_best_of.py::test_the_first_place_of_persons"),
    ("0.0292 (0.0232–0.0679)", "report/sections/amounts.py:figure", "test_intervals.py::test_of_independent"),
    ("(at most 0.0271)", "report/sections/amounts.py:span", "test_intervals.py::test_two_errors"),
    ("(no interval: too few", "report/sections/amounts.py:span", "test_intervals.py::test_where_no_interval"),
    ("3.2, at most 9.1", "report/sections/verification.py:_strangers", "test_evaluation.py::test_more_people"),
    ("% of the face covered", "desk/candidates/words.py:resting_on_in_words", COVERED_IN),
    *((name, f"desk/candidates/words.py:{name}", TRANSLATED_IN) for name in TRANSLATED),
)
ABOUT_COMPARISONS = ("types.py", "evidence", "weighing.py", "desk/candidates")


@pytest.mark.parametrize(("begins", "maker", "test"), SENTENCES, ids=[each[0] for each in SENTENCES])
def test_a_sentence_with_a_number_has_its_maker_its_test_and_its_meaning(begins: str, maker: str, test: str) -> None:
    (made_in, makes), (held_in, holds) = maker.split(":"), test.split("::")
    assert f"def {makes}(" in (SOURCE / made_in).read_text(encoding="utf-8")
    assert f"def {holds}" in (Path(__file__).parent / held_in).read_text(encoding="utf-8")
    assert begins in TRANSLATED or begins in (ROOT / "docs/statistics.md").read_text(encoding="utf-8")


def test_no_other_function_puts_a_number_about_a_comparison_in_words() -> None:
    listed = {maker.rsplit(":", 1)[1] for _, maker, _ in SENTENCES}
    known = listed | {"stratum_in_words"}  # names a group, no number of its own
    assert set(_in_words()) <= known


def _in_words() -> Iterator[str]:
    for place in ABOUT_COMPARISONS:
        files = [SOURCE / place] if place.endswith(".py") else (SOURCE / place).rglob("*.py")
        for file in files:
            yield from re.findall(r"def (\w*in_words|\w*in_figures)\b", file.read_text(encoding="utf-8"))
