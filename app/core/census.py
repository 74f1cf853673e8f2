from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.core.conditions import holds, value_of
from app.core.contest import Condition
from app.core.roll import Member
from app.core.rules import LocalRules
from app.core.templates import Trait
from app.core.units import UNIT_FIELDS


class Census:
    """The members that an apportionment counts: those of the kinds that vote, by chapter."""

    def __init__(self, members: Iterable[Member], rules: LocalRules) -> None:
        self._rules = rules
        self._all: list[Member] = []
        self._by_chapter: dict[str, list[Member]] = {}
        kinds = rules.membership.voting_kinds.value
        for member in members:
            if member.kind is not None and member.kind in kinds:
                chapter = rules.units.short("chapter", "", member.chapter)
                self._all.append(member)
                self._by_chapter.setdefault(chapter, []).append(member)

    def count(self, chapter: str, *traits: Trait | Condition) -> int:
        """How many of a chapter ("" for the whole local) have these traits."""
        return sum(1 for _ in self._having(chapter, traits))

    def units(self, chapter: str, field: str, *traits: Trait) -> Mapping[str, int]:
        """The units of a chapter by short name with their members, in the order of the alphabet."""
        counts = Counter(
            value_of(member, field, self._rules) for member in self._having(chapter, traits)
        )
        return {unit: counts[unit] for unit in sorted(counts) if unit}

    def _having(self, chapter: str, traits: tuple[Trait | Condition, ...]) -> Iterable[Member]:
        members = self._by_chapter.get(chapter, []) if chapter else self._all
        for member in members:
            if all(holds(trait, member, self._rules) for trait in traits):
                yield member


def with_names_of(members: Iterable[Member], rules: LocalRules) -> LocalRules:
    """The rules with the names that the roll gives to units the profile does not name.

    Where the roll writes a unit in several ways, the most frequent one is its name.
    """
    if not rules.units.chapters:
        return rules
    texts: dict[tuple[str, str, str], Counter[str]] = {}
    for member in members:
        chapter = rules.units.short("chapter", "", member.chapter)
        for field in UNIT_FIELDS[1:]:
            text = str(getattr(member, field))
            if text:
                key = field, chapter, rules.units.short(field, chapter, text)
                texts.setdefault(key, Counter())[text] += 1
    names = {
        key: min(counted, key=lambda text: (-counted[text], text)) for key, counted in texts.items()
    }
    return replace(rules, units=replace(rules.units, on_roll=names))
