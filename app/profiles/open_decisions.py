"""What a profile leaves to the committee: values that rest on a decision record alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from app.profiles.adopting import LABELS, at_path
from app.profiles.choices import BY_PATH
from app.profiles.loading import Tree, whole_tree
from app.profiles.showing import begun, words_of
from app.profiles.tables import DECISION

Value = bool | int | str | list[str]


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """One value that a committee may choose; `default` is the profile's.

    `path` is what `adopt` takes, `options` the values there are, none where it is a number;
    `decisions` are the numbers of the records behind it.
    """

    path: str
    title: str
    default: Value
    options: tuple[str, ...]
    cite: str
    decisions: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Whether several of the options may be chosen together."""
        return isinstance(self.default, list)


def open_decisions(name: str) -> tuple[OpenDecision, ...]:
    """Every open decision of a local, in the profile's order.

    Dates are not among them: an election has its own, which are changed with a reason.
    """
    whole = whole_tree(name)
    stewards = whole["membership"]["steward_kinds"]  # type: ignore[index] # read as rules before
    found = []
    for path, titles, clause in _clauses(whole, (), ()):
        value, cite = clause["value"], str(clause.get("cite", ""))
        if path[0] == "calendar" or not DECISION.search(cite) or not _is_single(value):
            continue
        if at_path(whole, path) is not clause:
            continue
        options = stewards if path[-1] == "steward" else BY_PATH.get(".".join(path), ())
        if isinstance(value, bool):
            options = ("yes", "no")
        found.append(
            OpenDecision(
                ".".join(path),
                begun(": ".join(titles)),
                value,
                tuple(options),
                cite,
                tuple(DECISION.findall(cite)),
            )
        )
    return tuple(found)


def _clauses(
    node: object, path: tuple[str, ...], titles: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Tree]]:
    """Every cited value with the path and the words that lead to it."""
    if isinstance(node, dict) and "value" in node:
        yield path, titles, node
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield from _clauses(inner, (*path, key), (*titles, words_of(key)))
    elif isinstance(node, list):
        for row in node:
            if isinstance(row, dict) and (label := _label(row)):
                head = str(row.get("title", label))
                yield from _clauses(row, (*path, label), (*titles[:-1], head))


def _label(row: Tree) -> str:
    """What `adopt` finds a row of a list by."""
    named = next((row[label] for label in LABELS if label in row), "")
    groups = row.get("groups")
    return str(named or (groups[0] if isinstance(groups, list) else ""))


def _is_single(value: object) -> TypeGuard[Value]:
    texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return texts or isinstance(value, bool | int | str)
