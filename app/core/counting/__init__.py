"""Counting: a profile of ballots, a rule and a lot order in, a tabulation of rounds out."""

from app.core.counting.profile import Profile, ranking_fault
from app.core.counting.question import carried_by_all
from app.core.counting.rounds import Awaiting, Round, Tie, Transfer
from app.core.counting.rule import PRESETS, Rule, preset, rule_from
from app.core.counting.tabulating import tabulate
from app.core.counting.tabulation import Tabulation, Verdict

__all__ = [
    "PRESETS",
    "Awaiting",
    "Profile",
    "Round",
    "Rule",
    "Tabulation",
    "Tie",
    "Transfer",
    "Verdict",
    "carried_by_all",
    "preset",
    "ranking_fault",
    "rule_from",
    "tabulate",
]
