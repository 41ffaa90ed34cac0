"""A desk with candidate lists of dead persons in it, with pictures, for measuring: the demonstration's faces, which are
of nobody, looked at by the engine once and kept as the worker keeps them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desk_rows import appointed

FACES = Path(__file__).resolve().parents[1] / "src" / "antigone" / "demo" / "incident"
SAID = (("male", 28, 33), ("female", 30, 35), ("male", 34, 38), ("unknown", 20, 45), ("male", 48, 52))
PLACES = ("On board the ferry", "Pier 4", "The northern quay", "")
MARKS = (("scar", "left cheek", "two centimetres, old"), ("tattoo", "right arm", "an anchor"))


@dataclass(frozen=True)
class Looked:
    """A file, and what the engine found in it."""

    data: bytes
    photo: Any
    face: Any
    quality: Any


class ListDesk:
    """A desk on which lists can be made. Django was started before."""

    def __init__(self) -> None:
        from django.utils import timezone

        from antigone.desk.accounts.models import Agency, Person

        self._now = timezone.now()
        self._agency = Agency.objects.create(name="Bench mortuary", is_host=True, opened_at=self._now)
        people = [
            Person.objects.create(email=f"{n}@bench.example", name=name, agency=self._agency, joined_at=self._now)
            for n, name in enumerate(("Registrar", "Reader", "Examiner"))
        ]
        self._registrar, self.reader, self.examiner = people
        roles = (["registrar"], ["board member"], ["examiner"])
        appointed(self._agency, dict(zip(people, roles, strict=True)))
        self._looked = _looked()

    def a_list(self, candidates: int) -> Any:
        """The search of a case with three photographs that lists so many records, in an incident of its own."""
        from antigone.desk.accounts.models import Incident

        code = f"BENCH{candidates}"
        incident = Incident.objects.create(
            code=code, name="A ferry that never was", agency=self._agency, opened_at=self._now
        )
        case = _case(incident, self._registrar)
        dead = [_photograph(case, each, self._registrar, None) for each in self._looked["unidentified"][:3]]
        run = _run(case, dead, candidates)
        dice = random.Random(1)
        for rank in range(1, candidates + 1):
            _candidate(run, rank, self._registrar, self._looked["references"], dice)
        return run


def _looked() -> dict[str, list[Looked]]:
    from antigone.desk.photos.engine import engine
    from antigone.face.photo import decode
    from antigone.types import Profile

    found: dict[str, list[Looked]] = {}
    for folder, kind in (("unidentified", Profile.PM), ("references", Profile.AM)):
        for path in sorted((FACES / folder).rglob("*.jpg"))[:60]:
            data = path.read_bytes()
            photo: Any = decode(data, path.name)
            analysis = engine().analyse(photo, kind)
            if len(analysis.faces) == 1:
                looked = Looked(data, photo, analysis.faces[0], analysis.qualities[0])
                found.setdefault(folder, []).append(looked)
    return found


def _subject(kind: str, incident: Any, by: Any, place: int, said: tuple[str, int, int]) -> Any:
    from django.utils import timezone

    from antigone.desk.subjects.models import Subject

    return Subject.objects.create(
        kind=kind,
        incident=incident,
        agency=incident.agency,
        place=place,
        code=f"{incident.code}-{kind.upper()}-{place:05d}",
        opened_at=timezone.now(),
        opened_by=by,
        sex=said[0],
        age_low=said[1],
        age_high=said[2],
        clothing="Blue jacket, grey trousers" if place % 3 == 1 else "",
    )


def _case(incident: Any, by: Any) -> Any:
    from antigone.desk.cases.models import Case, Effect
    from antigone.desk.subjects.models import Mark

    subject = _subject("pm", incident, by, 1, ("male", 25, 40))
    case = Case.objects.create(subject=subject, found_on=date(2026, 10, 14), found_place="The beach below the pier")
    Effect.objects.create(case=case, place=1, description="A wedding ring, engraved A. 2011")
    Mark.objects.create(subject=subject, what=MARKS[0][0], where=MARKS[0][1], description=MARKS[0][2])
    return subject


def _candidate(run: Any, rank: int, by: Any, faces: list[Looked], dice: random.Random) -> None:
    from antigone.desk.candidates.models import Candidate
    from antigone.desk.records.models import Name, Record
    from antigone.desk.subjects.models import Mark

    subject = _subject("am", run.subject.incident, by, rank, SAID[rank % len(SAID)])
    seen = date(2026, 10, 12)
    record = Record.objects.create(
        subject=subject, last_seen_earliest=seen, last_seen_latest=seen, last_seen_place=PLACES[rank % len(PLACES)]
    )
    Name.objects.create(record=record, given=f"Given {rank}", family="Familyname", sort_key=f"familyname {rank}")
    what, where, description = MARKS[rank % len(MARKS)]
    Mark.objects.create(subject=subject, what=what, where=where, description=description)
    source = _source(subject)
    shown = [_photograph(subject, faces[(2 * rank + n) % len(faces)], by, source) for n in range(1 + rank % 2)]
    Candidate.objects.create(
        run=run, rank=rank, subject=subject, photograph=shown[0], score=0.7 - rank / 100, **_weighed(rank, dice)
    )


def _weighed(rank: int, dice: random.Random) -> dict[str, Any]:
    weight = 3.1 - rank / 6 + dice.random() / 5
    verbal = (
        "The scores are about 100 times more probable if the photographs show one person than if they show two"
        " different persons (moderate support for one person over two different persons; ENFSI)."
    )
    said = {"log10_lr": weight, "low": weight - 0.6, "high": weight + 0.5, "verbal": verbal}
    said |= {"stratum": "age band adult; 1 photo of the missing, 3 of the dead", "calibration": "bench"}
    expected = 10 ** (rank / 10 - 2)
    few = {"expected": expected, "low": expected / 3, "high": expected * 2, "gallery": 60, "beyond_the_data": False}
    return {"weight": said, "strangers": few}


def _run(case: Any, probes: list[Any], many: int) -> Any:
    from django.utils import timezone

    from antigone.desk.candidates.models import Run

    now = timezone.now()
    part = {"agency": case.agency_id, "sequence": 1, "fingerprint": "0" * 64, "photos": 60, "persons": 60}
    top = {"median_top_score": 0.42, "one_in_twenty": 0.55, "gallery": 60, "beyond_the_data": False}
    run = Run.objects.create(
        subject=case,
        why=Run.Why.NEW_PHOTOGRAPH,
        purpose="to identify a dead person",
        asked_at=now,
        state=Run.State.DONE,
        done_at=now,
        engine="0",
        model="bench",
        calibration="bench",
        gallery=[part],
        gallery_photos=60,
        gallery_persons=max(60, many),
        not_enrolled=top,
    )
    run.probes.set(probes)
    return run


def _source(subject: Any) -> Any:
    from django.utils import timezone

    from antigone.desk.photos.models import Source

    return Source.objects.get_or_create(
        incident=subject.incident,
        agency=subject.agency,
        name="Register",
        defaults={
            "controller": "Register office",
            "basis": "public-interest",
            "instrument": "An act",
            "purposes": "Identifying the dead",
            "valid_from": date(2020, 1, 1),
            "made_at": timezone.now(),
        },
    )[0]


def _photograph(subject: Any, looked: Looked, by: Any, source: Any) -> Any:
    import hashlib

    from django.utils import timezone

    from antigone.desk.photos import pictures, vault
    from antigone.desk.photos.models import Face, Photograph, PhotoKey

    place = vault.keep(looked.data)
    for size, jpeg in pictures.made_from(looked.photo).items():
        vault.keep_made(place, size, jpeg)
    for size, jpeg in pictures.of_face(looked.photo, looked.face.landmarks).items():
        vault.keep_made(place, size, jpeg, 1)
    height, width = looked.photo.pixels.shape[:2]
    made = Photograph.objects.create(
        subject=subject,
        kind=subject.kind,
        source=source,
        sha256=hashlib.sha256(looked.data).hexdigest(),
        sealed=place.name,
        file_name="face.jpg",
        size=len(looked.data),
        format="JPEG",
        width=width,
        height=height,
        state=Photograph.State.USABLE,
        added_at=timezone.now(),
        added_by=by,
    )
    PhotoKey.objects.create(photograph=made, wrapped=place.wrapped)
    Face.objects.create(
        photograph=made,
        number=1,
        box=looked.face.box.as_list(),
        landmarks=vault.seal_landmarks(place, looked.face.landmarks),
        quality=looked.quality.as_json(),
        chosen=True,
        chosen_how="only",
    )
    return made
