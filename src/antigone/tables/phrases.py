"""Words for people with values in them, so that a page can say the same in another language."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.errors import ManifestInvalid


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence in English, with places for values: ``str`` puts them in."""

    words: str
    about: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.words % dict(self.about) if self.about else self.words


def phrase(words: str, **about: object) -> Phrase:
    """A sentence for people. tools/catalogues.py collects its words for translators."""
    return Phrase(words, tuple((name, str(value)) for name, value in about.items()))


class TableInvalid(ManifestInvalid):
    """A table that cannot be read as one: its words can be said in another language."""

    def __init__(self, why: Phrase, todo: Phrase) -> None:
        super().__init__(str(why), str(todo))
        self.why, self.todo = why, todo
