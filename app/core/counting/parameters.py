from collections.abc import Callable
from fractions import Fraction
from typing import Any

from app.core.faults import BadInput

MOST_DIGITS = 12


def fraction(text: str) -> Fraction | None:
    """Reads "2/3" or "1"; None where the text is no such number."""
    above, slash, below = text.partition("/")
    if not _is_number(above) or (slash and not _is_number(below)) or (slash and not int(below)):
        return None
    return Fraction(int(above), int(below) if slash else 1)


def written(value: object) -> str:
    """A parameter's value as the text that reads back the same."""
    if value is None or value == ():
        return "none"
    if isinstance(value, tuple):
        return ",".join(f"{v[0]}:{v[1]}" if isinstance(v, tuple) else str(v) for v in value)
    return str(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _number(key: str, meaning: str, least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not _is_number(text) or not least <= int(text) <= most:
            raise BadInput(f"{key}={text}: {meaning} is a number from {least} to {most}")
        return int(text)

    return read


def _share(key: str, meaning: str, most: Fraction) -> Callable[[str], Fraction]:
    def read(text: str) -> Fraction:
        share = fraction(text)
        if share is None or not 0 < share <= most:
            raise BadInput(f"{key}={text}: {meaning} is a fraction like 1/10, at most {most}")
        return share

    return read


def _one_of(key: str, *choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise BadInput(f"{key}={text}: it is {' or '.join(choices)}")
        return text

    return read


def _or_none(read: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: None if text == "none" else read(text)


def _ties(text: str) -> tuple[str, ...]:
    if text not in ("lots", "earlier-round,lots"):
        raise BadInput(f"ties={text}: the tie steps are lots or earlier-round,lots")
    return tuple(text.split(","))


def _quorum(text: str) -> int | Fraction:
    quorum = fraction(text)
    if quorum is None or quorum <= 0 or ("/" in text and quorum >= 1):
        raise BadInput(f"quorum={text}: a quorum is a number like 100 or a share like 3/10")
    return quorum if "/" in text else int(quorum)


def _guarantee(text: str) -> tuple[tuple[str, int], ...]:
    places = []
    for part in text.split(",") if text != "none" else ():
        group, _, number = part.rpartition(":")
        if not group.strip() or not _is_number(number) or int(number) < 1:
            raise BadInput(f"guarantee={text}: write GROUP:NUMBER, more of them with commas")
        places.append((group.strip(), int(number)))
    if len({group for group, _ in places}) < len(places):
        raise BadInput(f"guarantee={text}: a group stands in it twice")
    return tuple(places)


READERS: dict[str, Callable[[str], Any]] = {
    "ties": _ties,
    "limit": _or_none(_number("limit", "the ranks that count", 1, 999)),
    "batch": _or_none(_share("batch", "the share below which all leave", Fraction(1, 2))),
    "precision": _number("precision", "the decimals of a ballot's value", 1, 12),
    "quota": _one_of("quota", "droop", "droop-fraction", "hare"),
    "surplus": _one_of("surplus", "together", "largest-first"),
    "truncation": _one_of("truncation", "once", "twice"),
    "guarantee": _guarantee,
    "form": _one_of("form", "yes-no", "options"),
    "threshold": _share("threshold", "what a question needs", Fraction(1)),
    "passing": _one_of("passing", "exceeded", "reached"),
    "base": _one_of(
        "base", "for-and-against", "ballots-cast", "members-present", "members-eligible"
    ),
    "quorum": _or_none(_quorum),
    "present": _or_none(_number("present", "the members present", 1, 10**9)),
    "eligible": _or_none(_number("eligible", "the members eligible", 1, 10**9)),
}
