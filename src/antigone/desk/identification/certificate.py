"""The certificate of an identification, as PDF/A: what was decided, on what, by whom, and what is not known.

Made of nothing but the frozen decision, so it can be made again. No photograph is in it, of the dead or of the living:
they are named by their hashes. Whoever was on a candidate list and not chosen is in it, by code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from antigone.desk.identification.snapshot import CandidateList, Frozen
from antigone.desk.identification.words import class_name, conclusion_name, direction_name, kind_name, outcome_name
from antigone.protocol.evidence import NoFace, against
from antigone.protocol.settle import Settlement
from antigone.report.fonts import drawable, folder

TEMPLATES = Path(__file__).parent / "paper"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


@dataclass(frozen=True, slots=True)
class CertificateSection:
    """A heading, facts (label and text), and a table."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def certificate(
    whole: Frozen,
    *,
    sha256: str,
    number: str,
    made: datetime,
    language: str,
    issuer: str = "",
    address: str = "",
    remarks: Sequence[str] = (),
    void: str = "",
) -> bytes:
    """The PDF. Its bytes depend on the arguments and on the versions of typst and the fonts, on neither clock nor
    machine.

    Args:
        sha256: of the frozen decision.
        number: of the certificate.
        issuer: the agency that answers for it.
        address: of the decision's page on the desk, which the QR code holds; empty for none.
        remarks: what is worth knowing of the people who decided, in words.
        void: why it says nothing any more: printed on every page.
    """
    content = {
        "title": _("Certificate of identification"),
        "number": number,
        "void": void,
        "language": language,
        "right_to_left": get_language_bidi(),
        "page": _("Page"),
        "front": front(whole, issuer, address),
        "annexes": _("Annexes"),
        "sections": [_plain(section) for section in sections(whole, sha256, made, remarks)],
        "statement": statement(),
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])
    compiler = typst.Compiler(
        str(TEMPLATES / "certificate.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"content": json.dumps(_drawn(content), ensure_ascii=False)},
    )
    done = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made.astimezone(UTC))
    assert isinstance(done, bytes)
    return done


def front(whole: Frozen, issuer: str, address: str) -> dict[str, Any]:
    """The first page: who, on what, by whom, with places to sign. Everything behind it is an annex."""
    decision, names = whole.identification, dict(whole.names)
    file = decision.file
    return {
        "facts": [
            [_("The missing person"), whole.person or _("not known")],
            [_("Record"), file.record],
            [_("Case"), file.case],
            [_("Conclusion"), conclusion_name(decision.conclusion)],
            [_("Decision"), decision.number],
            [_("Decided"), date_format(decision.sitting.at, "DATETIME_FORMAT")],
            [_("Incident"), whole.incident],
            [_("Policy"), decision.policy.id],
        ],
        "rests_heading": _("On what it rests"),
        "rests": _rests_on(whole),
        "board_heading": _("By whom"),
        "signers": [
            [names.get(member.person, member.person), f"{member.discipline}, {member.agency}"]
            for member in decision.sitting.present
        ],
        "signature": _("Signature"),
        "issuer_heading": _("Issued by"),
        "issuer": issuer,
        "seal": _("Place, day, seal and signature of the issuer"),
        "check": _("To check it, open the decision on the desk:") if address else "",
        "address": address,
        "square": _square(address),
    }


def _rests_on(whole: Frozen) -> list[str]:
    """A line for each kind of evidence; the words of each are in the annexes."""
    found: dict[str, list[str]] = {}
    for line in whole.identification.file.lines:
        kind = f"{kind_name(line.kind)} ({class_name(line.kind.of_class)}): {direction_name(line.direction)}"
        found.setdefault(kind, []).append(str(line.number))
    lines = [_("%(kind)s. Line %(numbers)s.") % {"kind": k, "numbers": ", ".join(n)} for k, n in found.items()]
    face = whole.identification.file.face
    faces = outcome_name(face.outcome) if isinstance(face, Settlement) else _("Faces were not compared.")
    return [*lines, f"{_('The faces')}: {faces}"]


def _square(address: str) -> list[str]:
    """The QR code as rows of 0 and 1, readable with a quarter of it dirty or torn; nothing for no address."""
    if not address:
        return []
    rows = segno.make(address, error="q", micro=False).matrix_iter(border=4)
    return ["".join("1" if dark else "0" for dark in row) for row in rows]


def statement() -> str:
    """The statement that every certificate carries, in the active language."""
    return _(
        "A likeness of faces identifies nobody. The faces led to this file; what identifies is the other evidence that"
        " is named here. A weight of evidence is no probability of identity."
    )


def sections(whole: Frozen, sha256: str, made: datetime, remarks: Sequence[str] = ()) -> Iterator[CertificateSection]:
    decision, names = whole.identification, dict(whole.names)
    file = decision.file
    yield CertificateSection(
        _("What was decided"),
        (
            (_("Decision"), decision.number),
            (_("Conclusion"), conclusion_name(decision.conclusion)),
            (_("Case"), file.case),
            (_("Record"), file.record),
            (_("The missing person's name, as the record has it"), whole.person or _("not known")),
            (_("Decided"), date_format(decision.sitting.at, "DATETIME_FORMAT")),
            (_("Incident"), whole.incident),
            (_("Policy"), decision.policy.id),
            (_("Reasons"), decision.reasons),
        ),
    )
    yield _lines(whole, names)
    yield _faces(whole, names)
    yield CertificateSection(_("The ledger of discrepancies"), words=tuple(_ledger(whole, names)))
    yield _board(whole, names)
    if remarks:
        yield CertificateSection(_("What is worth knowing of the people"), words=tuple(remarks))
    for each in whole.lists:
        yield _list(each)
    yield CertificateSection(
        _("What is known of errors, and what is not"),
        words=(
            _("No error rate of comparing faces is known for photographs of the dead, by people or by machines."),
            _(
                "Where a list above says how many strangers are expected at or above a score, that was measured on the"
                " living, with the calibration that is named there."
            ),
            _(
                "How often the examiners of this desk err on pairs of which the truth is known is kept for them and"
                " their validator. It is not stated here: it was measured on other pairs than this one."
            ),
            _("Error rates of the other lines of evidence are those of who reported them."),
        ),
    )
    yield CertificateSection(
        _("Hashes"),
        (
            (_("SHA-256 of the decision with everything that it rested on"), sha256),
            (_("Certificate made"), date_format(made, "DATETIME_FORMAT")),
        ),
        columns=(_("Photograph"), _("Of"), _("SHA-256 of the original")),
        rows=tuple((str(each.number), each.code, each.sha256) for each in whole.photographs),
    )


def _lines(whole: Frozen, names: dict[str, str]) -> CertificateSection:
    file = whole.identification.file
    combined = file.combination
    words: tuple[str, ...] = ()
    if combined is not None:
        lines = ", ".join(str(number) for number in sorted(combined.lines))
        words = (
            _("The board combined lines %(lines)s under %(law)s: %(reasons)s")
            % {"lines": lines, "law": combined.law, "reasons": combined.reasons},
        )
    return CertificateSection(
        _("Lines of evidence"),
        words=words,
        columns=(_("Line"), _("What"), _("Speaks for"), _("In words"), _("Source"), _("Examined by")),
        rows=tuple(
            (
                str(line.number),
                f"{kind_name(line.kind)} ({class_name(line.kind.of_class)})",
                direction_name(line.direction),
                line.words,
                line.source,
                "; ".join(names.get(key, key) for key in sorted(line.examined_by)),
            )
            for line in file.lines
        ),
    )


def _faces(whole: Frozen, names: dict[str, str]) -> CertificateSection:
    face = whole.identification.file.face
    if isinstance(face, NoFace):
        who = "; ".join(names.get(key, key) for key in sorted(face.by))
        return CertificateSection(
            _("The faces"), words=(_("Faces were not compared: %(reason)s") % {"reason": face.reason}, who)
        )
    if not isinstance(face, Settlement):
        return CertificateSection(_("The faces"), words=(_("Faces were not compared."),))
    return CertificateSection(
        _("The faces"),
        words=(
            outcome_name(face.outcome),
            _("Each examiner saw the photographs alone, without the other's opinion, the rank and the name."),
        ),
        columns=(_("Examiner"), _("Scale"), _("Concluded blind"), _("After the name")),
        rows=tuple(
            (
                names.get(done.examination.examiner, done.examination.examiner),
                done.examination.scale,
                done.examination.blind_level.words if done.examination.blind_level else "",
                done.examination.latest_level.words if done.examination.latest_level else "",
            )
            for done in face.done
        ),
    )


def _ledger(whole: Frozen, names: dict[str, str]) -> Iterator[str]:
    file = whole.identification.file
    keys = against(file)
    for entry in file.ledger:
        what = "; ".join([entry.words, *(keys[key] for key in sorted(entry.about) if key in keys)])
        if entry.explained is None:
            yield _("%(what)s Not explained.") % {"what": what}
        else:
            yield _("%(what)s Explained by %(name)s: %(words)s") % {
                "what": what,
                "name": names.get(entry.explained.by, entry.explained.by),
                "words": entry.explained.words,
            }
    if not file.ledger:
        yield _("Nothing was entered that does not fit.")


def _board(whole: Frozen, names: dict[str, str]) -> CertificateSection:
    sitting = whole.identification.sitting
    votes = {vote.person: vote for vote in sitting.votes}

    def voted(person: str) -> str:
        vote = votes.get(person)
        if vote is None:
            return _("silent, which is not to agree")
        return _("for it") if vote.agrees else _("against it: %(reasons)s") % {"reasons": vote.reasons}

    return CertificateSection(
        _("The board"),
        words=(_("Nobody who voted had examined anything in the file."),),
        columns=(_("Member"), _("Agency"), _("Discipline"), _("Vote")),
        rows=tuple(
            (names.get(member.person, member.person), member.agency, member.discipline, voted(member.person))
            for member in sitting.present
        ),
    )


def _list(of: CandidateList) -> CertificateSection:
    by_hand = any(entry.rests_on for entry in of.entries)
    return CertificateSection(
        _("Candidate list %(number)s of %(code)s, whole") % {"number": of.number, "code": of.code},
        (
            (_("Made"), date_format(of.at, "DATETIME_FORMAT")),
            (_("Engine"), of.engine),
            (_("Model"), of.model),
            (_("Calibration"), of.calibration or _("none")),
            (_("Searched among"), f"{of.photographs} / {of.persons}"),
            (_("Gallery"), "; ".join(of.gallery)),
            *([(_("Rests on"), of.rests_on)] if of.rests_on else []),
        ),
        words=(
            _("A candidate is a lead, never an identification. Those who were not chosen are named by their codes."),
        ),
        columns=(
            _("Rank"),
            _("Code"),
            _("Score"),
            _("Weight of evidence (log10), or why none"),
            _("Strangers expected"),
            *([_("Rests on")] if by_hand else []),
        ),
        rows=tuple(
            (
                str(entry.rank),
                f"{entry.code} ({_('left search since')})" if entry.left_search else entry.code,
                entry.score,
                entry.weight,
                entry.strangers,
                *([entry.rests_on] if by_hand else []),
            )
            for entry in of.entries
        ),
    )


def _plain(section: CertificateSection) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "facts": [list(fact) for fact in section.facts],
        "words": list(section.words),
        "columns": list(section.columns),
        "rows": [list(row) for row in section.rows],
    }


def _drawn(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _drawn(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_drawn(each) for each in value]
    return drawable(value) if isinstance(value, str) else value
