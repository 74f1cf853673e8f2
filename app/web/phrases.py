from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.answers import Answer
from app.documents.dates import day_in_words

MOST_NAMED = 6


def figure(number: float | str) -> str:
    """A figure with its thousands apart, decimals as they are."""
    whole, point, part = str(number).partition(".")
    return f"{int(whole):,}{point}{part}"


def trimmed(number: str) -> str:
    """A decimal figure without the zeros at its end, thousands apart."""
    return figure(number.rstrip("0").rstrip(".") if "." in number else number)


def counted(number: int, one: str, several: str = "") -> str:
    """A figure with its noun: "1 seat", "1,204 members"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def answer_in_words(answer: Answer, today: date) -> str:
    """Why a member may not, by which clause, and what to do until when."""
    what_helps = remedy_in_words(answer.to_do, answer.until, today)
    return f"{answer.says} ({answer.cite}) {what_helps}".rstrip()


def remedy_in_words(to_do: str, until: date | None, today: date) -> str:
    """What a member can do, and until when; "" where nothing helps."""
    if not to_do or until is None:
        return to_do
    past = until < today
    return f"{to_do} The last day for that {'was' if past else 'is'} {day_in_words(until)}."


def sentence_of_round(each: Mapping[str, Any], after: Mapping[str, Any] | None) -> str:
    """What a round of results.json decided, and where the votes went that then moved."""
    parts = [part for part in (_elected(each), _eliminated(each)) if part]
    if not parts:
        parts = ["nobody was elected or left"]
    if after is not None and (moves := _moves(each, after)):
        parts.append(moves)
    words = "; ".join(parts)
    return f"{words[0].upper()}{words[1:]}."


def _elected(each: Mapping[str, Any]) -> str:
    names, needed = each["elected"], each["threshold"]
    if not names:
        return ""
    who = _who(names)
    reached = needed is not None and all(
        Decimal(each["tally"][name]) >= Decimal(needed) for name in names
    )
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{who} reached the {trimmed(needed)} needed and {verb} elected"
        if reached
        else (f"{who} {verb} elected")
    )


def _eliminated(each: Mapping[str, Any]) -> str:
    names = each["eliminated"]
    if not names:
        return ""
    return f"{names[0]} had fewest and left" if len(names) == 1 else f"{_who(names)} left together"


def _moves(each: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    gains = {
        name: Decimal(votes) - Decimal(each["tally"].get(name, 0))
        for name, votes in after["tally"].items()
    }
    line = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])
    words = [f"{_votes(gains[name])} went to {name}" for name in line[:MOST_NAMED]]
    if rest := line[MOST_NAMED:]:
        words.append(f"{_votes(sum((gains[name] for name in rest), Decimal()))} to others")
    if ended := Decimal(after["exhausted"]) - Decimal(each["exhausted"]):
        words.append(f"{_votes(ended)} had no further choice")
    return listed(words)


def _who(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= MOST_NAMED else f"{len(names)} candidates"


def _votes(number: Decimal) -> str:
    return trimmed(format(number, "f"))
