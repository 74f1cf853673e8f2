import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import lru_cache

from app.core.clause import Clause

UNIT_FIELDS = (
    "chapter",
    "region",
    "agency",
    "institution",
    "bargaining_unit",
    "work_location",
    "facility",
    "job_title",
)


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The units that a field of the roll names, by short name with every full name.

    `chapter` is the chapter whose units they are, or "". A closed list refuses other names.
    """

    field: str
    chapter: str
    closed: bool
    names: Clause[Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Units:
    """All units that the profile names; a unit it does not name goes by its text as a word.

    `index` gives short names by field, chapter and word, `on_roll` the roll's own names of units
    by field, chapter and short name.
    """

    lists: tuple[UnitNames, ...]
    index: Mapping[tuple[str, str, str], str]
    on_roll: Mapping[tuple[str, str, str], str] = dataclass_field(default_factory=dict)

    def of_field(self, field: str, chapter: str = "") -> UnitNames | None:
        """The list of a field's units, the chapter's own before the local's."""
        for row in self.lists:
            if row.field == field and row.chapter == chapter:
                return row
        return self.of_field(field) if chapter else None

    @property
    def chapters(self) -> tuple[str, ...]:
        """The short names of the chapters, in the bylaws' order."""
        chapters = self.of_field("chapter")
        return tuple(chapters.names.value) if chapters else ()

    def short(self, field: str, chapter: str, text: str) -> str:
        """The short name of a unit however the roll names it; "" for an empty text."""
        word = _key(field, text)
        named = self.index.get((field, chapter, word)) or self.index.get((field, "", word))
        return named or slug(text)

    def is_known(self, field: str, chapter: str, text: str) -> bool:
        """Whether the roll may name this unit: always, where the list is open."""
        row = self.of_field(field, chapter)
        return row is None or not row.closed or self.short(field, chapter, text) in row.names.value

    def title(self, field: str, chapter: str, short: str) -> str:
        """The full name of a unit by the profile or the roll, or its short name in words."""
        row = self.of_field(field, chapter)
        names = row.names.value.get(short) if row else None
        if names:
            return names[0]
        return self.on_roll.get((field, chapter, short), short.replace("-", " ").title())


def units_of(lists: tuple[UnitNames, ...]) -> Units:
    """The units of these lists with an index of all their names."""
    index = {}
    for row in lists:
        for short, names in row.names.value.items():
            for name in (short, *names):
                index[row.field, row.chapter, _key(row.field, name)] = short
    return Units(lists, index)


@lru_cache(maxsize=100_000)
def _key(field: str, text: str) -> str:
    """A unit's name to look it up by; a chapter's goes without "the" and "chapter"."""
    word = slug(text)
    if field != "chapter":
        return word
    return "-".join(part for part in word.split("-") if part not in ("the", "chapter")) or word


@lru_cache(maxsize=100_000)
def slug(text: str) -> str:
    """A name as lower-case words joined by hyphens; other scripts keep their letters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.split(r"[\W_]+", letters.replace("'", "").replace("’", ""))
    return "-".join(filter(None, words))
