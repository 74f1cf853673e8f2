from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from app.core.faults import BadInput
from app.core.rules import LocalRules
from app.profiles.loading import Tree, rules_of, whole_tree
from app.profiles.tables import DECISION

LABELS = ("id", "name", "office", "field", "body")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a committee chose instead of the profile's, and why.

    `path` leads to it: "membership.months_before_nomination", or through a list by the entry's
    name, "contests.chief-steward-homecare.steward".
    """

    path: str
    value: object
    reason: str
    by: str
    on: date


def adopt(name: str, settings: Sequence[Setting]) -> LocalRules:
    """A local's rules with a committee's settings; the citation says who chose what, and why.

    What the bylaws or the law say themselves cannot be chosen: only values that rest on a
    decision record can.
    """
    whole = deepcopy(whole_tree(name))
    for setting in settings:
        _set(whole, setting, name)
    return rules_of(name, whole)


def _set(whole: Tree, setting: Setting, name: str) -> None:
    place = f"{name}.{setting.path}"
    if not setting.reason.strip() or not setting.by.strip():
        raise BadInput(f"{place} is changed with a reason and a name, or not at all.")
    clause = at_path(whole, setting.path.split("."))
    if clause is None:
        raise BadInput(f"{place} leads to no value of the profile.")
    cite = clause.get("cite")
    if not isinstance(clause.get("value"), type(setting.value)) or not isinstance(cite, str):
        raise BadInput(f"{place} holds no single value of this kind that could be chosen.")
    if not DECISION.search(cite):
        raise BadInput(f"{place} is settled by {cite}; a committee cannot choose it.")
    clause["value"] = setting.value
    clause["cite"] = f"{cite}; set by {setting.by} on {setting.on}: {setting.reason}"


def at_path(node: object, path: Sequence[str]) -> Tree | None:
    """The table that a path leads to, through lists by what their rows are called."""
    for step in path:
        if isinstance(node, list):
            node = next((row for row in node if step in _names(row)), None)
        else:
            node = node.get(step) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else None


def _names(row: object) -> tuple[object, ...]:
    if not isinstance(row, dict):
        return ()
    return *(row.get(label) for label in LABELS), *row.get("groups", ())
