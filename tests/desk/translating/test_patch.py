"""What a native speaker says of translations leaves as a patch that git takes, and nothing else comes along."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po

from antigone.desk.accounts.permissions import Role
from antigone.desk.audit.models import AuditRow
from antigone.desk.translating.actions.proofreading import Judgement, proofread, take_patch
from antigone.desk.translating.catalogues import Catalogue, Wording, catalogues, key_of, languages
from antigone.desk.translating.models import Proofread
from antigone.desk.translating.patch import WIDTH
from antigone.desk.translating.placeholders import PlaceholderFault, fault_of
from antigone.desk.translating.queries import ReadState, standing_of, standings
from antigone.errors import NotThere, RuleBroken
from desk_people import People, a_person, as_

ROOT = Path(__file__).resolve().parents[3]


def staff(language: str) -> Catalogue:
    return catalogues(language)[0]


def named(language: str, english: str) -> Wording:
    return next(each for each in staff(language).messages if each.english[0] == english)


def right(message: Wording) -> dict[str, Judgement]:
    return {message.key: Judgement(message.said, right=True)}


def better(message: Wording, *said: str, note: str = "") -> dict[str, Judgement]:
    return {message.key: Judgement(said, right=False, note=note)}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Ukrainian catalogues in a repository of their own."""
    folder = tmp_path_factory.mktemp("checkout")
    for one in catalogues("uk"):
        (folder / one.place).parent.mkdir(parents=True)
        shutil.copy(one.path, folder / one.place)
    for words in (["init", "-q"], ["add", "."], ["-c", "commit.gpgsign=false", "commit", "-qm", "as it was"]):
        git(folder, *words)
    return folder


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Keeper", "-c", "user.email=keeper@example.org"]
    return subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.slow
def test_git_takes_the_patch_with_the_readers_name_and_only_what_they_read_is_changed(
    people: People, checkout: Path, tmp_path: Path
) -> None:
    boris = as_(people.boris)
    several = next(each for each in staff("uk").messages if len(each.english) > 1)
    long = max(staff("uk").messages, key=lambda each: len(each.said[0]) * (len(each.english) == 1))
    family = catalogues("uk")[1].messages[5]
    save, cancel = named("uk", "Save this page"), named("uk", "Agencies")
    said = right(cancel) | right(family) | better(save, 'Зберегти "цю" сторінку', note="лапки, як у пресі")
    said |= better(several, *(f"{each} (краще)" for each in several.said)) | better(long, f"{long.said[0]} Краще.")
    assert proofread(by=boris, language="uk", readings=said) == 5
    patch = take_patch(by=boris, language="uk", name="Борис Щербак", email="")
    (tmp_path / "words.patch").write_bytes(patch)
    git(checkout, "am", "-q", str(tmp_path / "words.patch"))
    assert git(checkout, "log", "-1", "--format=%an").strip() == "Борис Щербак"
    assert "лапки, як у пресі" in git(checkout, "log", "-1", "--format=%b")

    after = polib.pofile(str(checkout / staff("uk").place))
    changed = {key_of(each.msgctxt or "", (each.msgid,)): each for each in after}
    assert changed[save.key].msgstr == 'Зберегти "цю" сторінку'
    assert changed[long.key].msgstr == f"{long.said[0]} Краще."
    assert changed[cancel.key].msgstr == cancel.said[0]
    forms = next(each for each in after if each.msgid_plural == several.english[1] and each.msgid == several.english[0])
    assert [forms.msgstr_plural[form] for form in range(3)] == [f"{each} (краще)" for each in several.said]
    read = [each.msgid for each in after if "Proofread by Борис Щербак, 20" in each.tcomment]
    assert sorted(read) == sorted(each.english[0] for each in (save, cancel, several, long))
    lines = git(checkout, "diff", "HEAD~1", "--numstat").split()
    assert int(lines[0]) + int(lines[3]) < 25, "a catalogue is not laid out anew by a reader"


@pytest.mark.slow
def test_what_a_reader_leaves_behind_is_as_the_tool_writes_it(people: People, checkout: Path, tmp_path: Path) -> None:
    """So that the next run of tools/catalogues.py changes nothing of it."""
    git(checkout, "reset", "-q", "--hard", git(checkout, "rev-list", "--max-parents=0", "HEAD").strip())
    clara = as_(people.clara)
    many = {
        each.key: Judgement(tuple(f"{said}." for said in each.said), right=False) for each in staff("uk").messages[::20]
    }
    proofread(by=clara, language="uk", readings=many)
    (tmp_path / "all.patch").write_bytes(take_patch(by=clara, language="uk", name="Clara", email="clara@example.org"))
    git(checkout, "apply", "--index", str(tmp_path / "all.patch"))
    path = checkout / staff("uk").place
    with path.open("rb") as file:
        written = read_po(file, locale="uk")
    with (tmp_path / "again.po").open("wb") as file:
        write_po(file, written, width=WIDTH, include_lineno=False, sort_output=True)
    assert (tmp_path / "again.po").read_text() == path.read_text()


def test_words_that_lost_what_the_desk_fills_in_are_refused(people: People) -> None:
    boris = as_(people.boris)
    message = next(each for each in staff("uk").messages if "%(code)s" in each.english[0] and len(each.english) == 1)
    for said, why in (("Справа", "is gone"), (f"{message.said[0]} %(secret)s", "do not have"), (" ", "Nothing is")):
        with pytest.raises(RuleBroken, match=why):
            proofread(by=boris, language="uk", readings=better(message, said))
    assert not Proofread.objects.exists()


def test_a_form_for_one_may_leave_the_number_out() -> None:
    english = ("%(number)s photograph", "%(number)s photographs")
    assert fault_of(english, ("одна світлина", "%(number)s світлини", "%(number)s світлин"), 3) is None
    assert fault_of(english, ("одна", "дві", "багато"), 3) is PlaceholderFault.LOST
    assert fault_of(english, ("%(number)s", "%(number)s"), 3) is PlaceholderFault.MISSING


def test_what_is_neither_ticked_nor_changed_is_as_if_it_was_never_looked_at(people: People) -> None:
    boris, message = as_(people.boris), named("uk", "Agencies")
    assert proofread(by=boris, language="uk", readings={message.key: Judgement(message.said, right=False)}) == 0
    proofread(by=boris, language="uk", readings=right(message))
    assert proofread(by=boris, language="uk", readings=right(message)) == 0, "it said so already"
    assert standing_of(message, standings(boris, "uk").get(message.key)) is ReadState.RIGHT
    proofread(by=boris, language="uk", readings={message.key: Judgement(message.said, right=False)})
    assert not Proofread.objects.exists()
    with pytest.raises(RuleBroken, match="said nothing"):
        take_patch(by=boris, language="uk", name="Boris", email="")


def test_what_was_said_of_other_words_counts_no_more(people: People) -> None:
    boris, message = as_(people.boris), named("uk", "Agencies")
    proofread(by=boris, language="uk", readings=right(message))
    Proofread.objects.update(read=["інші слова"])
    assert standings(boris, "uk") == {}


def test_each_reader_takes_away_what_they_said_and_nothing_of_others(people: People) -> None:
    proofread(by=as_(people.boris), language="uk", readings=right(named("uk", "Agencies")))
    proofread(by=as_(people.clara), language="uk", readings=better(named("uk", "Cases"), "Тіла"))
    patch = take_patch(by=as_(people.boris), language="uk", name="Boris", email="").decode()
    assert "Тіла" not in patch and patch.count("\n+# Proofread by Boris") == 1


def test_the_audit_says_who_read_how_much_and_none_of_the_words(people: People) -> None:
    boris = as_(people.boris)
    proofread(by=boris, language="uk", readings=better(named("uk", "Cases"), "Тіла", note="коротше"))
    take_patch(by=boris, language="uk", name="Борис", email="")
    rows = list(AuditRow.objects.order_by("-pk")[:2])
    assert [row.verb for row in rows] == ["export translation", "proofread translation"]
    assert rows[1].details == {"language": "uk", "right": 0, "better": 1, "taken_back": 0}
    assert not any(word in str(row.details) for row in rows for word in ("Тіла", "коротше", "Борис"))


def test_direction_marks_stay_and_what_turns_a_page_round_goes(people: People) -> None:
    boris, message = as_(people.boris), named("ar", "Cases")
    proofread(by=boris, language="ar", readings=better(message, "  الحالات\u200f\u202e \r\n"))
    assert Proofread.objects.get().better == ["الحالات\u200f"]


def test_whoever_has_any_role_may_read_and_nobody_reads_what_is_not_there(people: People) -> None:
    new = a_person("Vira Nova", people.harbour, Role.LIAISON_OFFICER)
    assert proofread(by=as_(new), language="uk", readings=right(named("uk", "Cases"))) == 1
    with pytest.raises(NotThere):
        proofread(by=as_(new), language="xx", readings={})
    with pytest.raises(NotThere):
        proofread(by=as_(new), language="uk", readings={"0" * 64: Judgement(("?",), right=False)})


def test_every_language_has_its_messages_and_numbers_for_each_form() -> None:
    assert {"ar", "uk", "ru", "fr", "es"} <= set(languages())
    for language in languages():
        for one in catalogues(language):
            assert len(one.messages) > 200 and len(one.numbers) == one.forms and all(one.numbers)
    assert staff("ar").numbers[:3] == ["0", "1", "2"] and staff("uk").numbers[0].startswith("1, 21, 31")


def test_a_message_that_somebody_read_before_is_right_until_another_says_otherwise() -> None:
    message = Wording("k", "", ("Cases",), ("Справи",), (), "Олена, 2026-12-01")
    assert standing_of(message, None) is ReadState.RIGHT
    assert standing_of(message, Proofread(better=["Тіла"])) is ReadState.BETTER
