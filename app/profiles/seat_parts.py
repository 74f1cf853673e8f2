from app.core.faults import BadInput
from app.core.rules import FILLING, ConventionRules, ExOfficio, SuccessionRules, VacancyRule
from app.profiles.choices import FOLLOW_RANKS, FOLLOW_VOTES
from app.profiles.tables import Table, as_number, as_text, as_texts, as_truth, one_of


def ex_officio(table: Table) -> ExOfficio:
    """One of the tables `ex_officio`."""
    cite, rule = table.cited()
    read = ExOfficio(
        body=table.text("body"),
        title=table.text("title"),
        groups=table.maybe("groups", as_texts, ()),
        voting=table.truth("voting"),
        previous=table.maybe("previous", as_text, ""),
        cite=cite,
        rule=rule,
    )
    table.done()
    return read


def vacancy(table: Table) -> VacancyRule:
    """One of the tables `vacancies`."""
    cite, rule = table.cited()
    read = VacancyRule(
        groups=table.texts("groups"),
        offices=table.maybe("offices", as_texts, ()),
        way=table.maybe("way", one_of(*FILLING), "appointment"),
        next_office=table.maybe("next_office", as_text, ""),
        filled_by=table.text("filled_by"),
        within_months=table.maybe("within_months", as_number, 0),
        afterwards=table.maybe("afterwards", as_text, ""),
        meanwhile=table.maybe("meanwhile", as_text, ""),
        at_large_after=table.maybe("at_large_after", as_number, 0),
        at_large_in=table.maybe("at_large_in", as_texts, ()),
        cite=cite,
        rule=rule,
    )
    if (read.way == "next officer") != bool(read.next_office):
        raise BadInput(f"{table.place}: next_office is named where the way is next officer.")
    table.done()
    return read


def succession(table: Table) -> SuccessionRules:
    """The table `succession`."""
    read = SuccessionRules(
        plurality=table.clause("plurality", one_of(*FOLLOW_VOTES)),
        ranked=table.clause("ranked", one_of(*FOLLOW_RANKS)),
    )
    table.done()
    return read


def convention(table: Table) -> ConventionRules:
    """The table `convention`."""
    read = ConventionRules(
        order=table.clause("order", as_texts),
        declared_last=table.clause("declared_last", as_truth),
    )
    table.done()
    return read
