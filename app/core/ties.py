import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from app.core.faults import BadInput

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})
FOLDED = str.maketrans({"Ø": "O", "Æ": "AE", "Œ": "OE", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"})
# Hyphens, apostrophes as people and printers write them, and full stops; spaces go as well.
DROPPED = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015'`\u00b4\u02bb\u02bc\u2018\u2019.")
PARTS = ("last name", "first name", "middle name")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as printed on the ballot; `latin_last` where the last name is in another script."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""
    latin_last: str = ""

    @property
    def printed_last(self) -> str:
        """The last name, with its Latin form where there is one."""
        return f"{self.last} ({self.latin_last})" if self.latin_last else self.last

    @property
    def printed(self) -> str:
        """Last, First Middle."""
        given = " ".join(part for part in (self.first, self.middle, self.suffix) if part)
        return f"{self.printed_last}, {given}" if given else self.printed_last

    def folded(self, part: str) -> str:
        """A part of the name in the letters A to Z, as the lot order compares it."""
        if part == "last name":
            letters = fold(without_suffix(self.latin_last or self.last))
            if not letters:
                raise BadInput(f"{self.printed}: the last name has no letters to compare")
            return letters
        return fold(self.first if part == "first name" else self.middle)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names in the order of an alphabet, and the letter that decides."""

    first: PersonName
    second: PersonName
    because: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A lot drawn in the open: the candidates, as indexes, best first, and the record of it."""

    order: tuple[int, ...]
    record: str = ""


@dataclass(frozen=True, slots=True)
class LotOrder:
    """The candidates of a contest, as indexes, best first in a randomized alphabet.

    `equal` holds groups of names that are the same after folding: a lot drawn in the open must
    settle each.
    """

    alphabet: str
    names: tuple[PersonName, ...]
    order: tuple[int, ...]
    equal: tuple[tuple[int, ...], ...]

    @property
    def lots(self) -> tuple[int, ...]:
        """The order without those whose place only a drawn lot can give."""
        unsettled = {candidate for group in self.equal for candidate in group}
        return tuple(candidate for candidate in self.order if candidate not in unsettled)

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Each name with the next in the order."""
        return tuple(
            compare(self.alphabet, self.names[one], self.names[other])
            for one, other in pairwise(self.order)
        )

    def with_draw(self, draw: Draw) -> "LotOrder":
        """The order with one group of equal names put in the order that a lot gave."""
        group = next((group for group in self.equal if {*group} == {*draw.order}), None)
        if group is None:
            raise BadInput("the lot must be drawn among all who are equal after folding, and only")
        place = self.order.index(group[0])
        rest = self.order[place + len(group) :]
        settled = tuple(other for other in self.equal if other != group)
        return replace(self, order=self.order[:place] + draw.order + rest, equal=settled)

    def because(self, one: int, other: int) -> str:
        """The sentence that puts one of two candidates before the other."""
        return compare(self.alphabet, self.names[one], self.names[other]).because


def validate_alphabet(letters: str) -> str:
    """A randomized alphabet as 26 capitals; refuses one that lacks or repeats a letter."""
    alphabet = re.sub(r"[\s,]", "", letters).upper()
    for letter in alphabet:
        if letter not in LETTERS:
            raise BadInput(f"the alphabet has {letter!r}: it must hold the letters A to Z alone")
        if alphabet.count(letter) > 1:
            raise BadInput(f"the alphabet has {letter} twice: each letter stands in it once")
    if missing := [letter for letter in LETTERS if letter not in alphabet]:
        raise BadInput(f"the alphabet lacks {', '.join(missing)}: all 26 letters stand in it once")
    return alphabet


def fold(text: str) -> str:
    """A name in the letters A to Z, by the rules printed in the report.

    Upper case; diacritics removed; Ø O, Æ AE, Œ OE, ß SS, Ł L, Đ and Ð D, Þ TH; hyphens,
    apostrophes, spaces and full stops dropped. Refuses what is then not A to Z.
    """
    letters = []
    for character in unicodedata.normalize("NFKD", text).upper().translate(FOLDED):
        if character in DROPPED or character.isspace() or unicodedata.category(character) == "Mn":
            continue
        if character not in LETTERS:
            raise BadInput(f"{text!r}: {character!r} has no place in A to Z; enter its Latin form")
        letters.append(character)
    return "".join(letters)


def without_suffix(last: str) -> str:
    """A last name without a suffix Jr, Sr, II, III or IV after it."""
    words = last.replace(",", " ").split()
    while len(words) > 1 and is_suffix(words[-1]):
        words.pop()
    return " ".join(words)


def is_suffix(word: str) -> bool:
    """Whether a word is one of the suffixes Jr, Sr, II, III, IV, with or without a full stop."""
    return word.strip(".").upper() in SUFFIXES


def parse_name(text: str) -> PersonName:
    """Reads "Last, First Middle"; a suffix may follow either part or stand after a comma."""
    last, comma, rest = text.partition(",")
    if not comma or not last.strip():
        raise BadInput(f'{text!r}: a name is written "Last, First Middle"')
    words = rest.replace(",", " ").split()
    suffixes = [word for word in words if is_suffix(word)]
    given = [word for word in words if not is_suffix(word)]
    return PersonName(
        last=last.strip(),
        first="".join(given[:1]),
        middle=" ".join(given[1:]),
        suffix=" ".join(suffixes),
    )


def compare(alphabet: str, one: PersonName, other: PersonName) -> Comparison:
    """Puts two names in the order of the alphabet and says which letter decides.

    Last names first, letter by letter, the end of a name before any letter; then first names,
    then middle names.
    """
    for part in PARTS:
        here, there = one.folded(part), other.folded(part)
        if here != there:
            if _key(alphabet, there) < _key(alphabet, here):
                return compare(alphabet, other, one)
            reason = _reason(alphabet, here, there)
            if part == "last name":
                because = f"{one.printed_last} before {other.printed_last}: {reason}"
            else:
                because = f"{one.printed} before {other.printed}: same last name; {part}, {reason}"
            return Comparison(one, other, because)
    because = f"{one.printed} and {other.printed} are equal after folding: a lot must be drawn"
    return Comparison(one, other, because)


def lot_order(alphabet: str, names: Sequence[PersonName]) -> LotOrder:
    """The lot order of all candidates of a contest, from a randomized alphabet."""
    letters = validate_alphabet(alphabet)
    keys = _keys(letters, names)
    order = sorted(range(len(names)), key=keys.__getitem__)
    groups = [tuple(group) for _, group in groupby(order, key=keys.__getitem__)]
    equal = tuple(group for group in groups if len(group) > 1)
    return LotOrder(letters, tuple(names), tuple(order), equal)


def _keys(alphabet: str, names: Sequence[PersonName]) -> list[list[list[int]]]:
    """Sort keys; first and middle names are folded only where last names are equal."""
    times = Counter(name.folded("last name") for name in names)
    return [
        [
            _key(alphabet, name.folded(part))
            for part in (PARTS if times[name.folded("last name")] > 1 else PARTS[:1])
        ]
        for name in names
    ]


def _key(alphabet: str, letters: str) -> list[int]:
    return [alphabet.index(letter) for letter in letters]


def _reason(alphabet: str, here: str, there: str) -> str:
    place = next(i for i in range(len(there)) if here[i : i + 1] != there[i])
    return (
        f"{_nth(place + 1)} letter, {_letter(alphabet, here[place : place + 1])}"
        f" before {_letter(alphabet, there[place])}"
    )


def _letter(alphabet: str, letter: str) -> str:
    return f"{letter} ({_nth(alphabet.index(letter) + 1)})" if letter else "the end of the name"


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}th" if number % 100 in (11, 12, 13) else f"{number}{ending}"
