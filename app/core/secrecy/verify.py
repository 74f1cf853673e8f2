from collections.abc import Callable, Iterator
from functools import partial

from app.core.faults import BadInput
from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.checks.board import (
    check_ballots,
    check_cosignatures,
    check_counts,
    check_digests,
    check_keys,
    check_manifest,
    check_paper,
    check_tokens,
    check_tree,
    check_uniqueness,
)
from app.core.secrecy.checks.dice import check_attestations, check_bounds, check_dice
from app.core.secrecy.checks.opening import check_H, check_lengths, check_margins
from app.core.secrecy.checks.questions import check_questions
from app.core.secrecy.checks.receipt import check_own
from app.core.secrecy.checks.results import (
    check_election,
    check_reconciliation,
    check_recount,
    check_second_count,
    check_ties,
)
from app.core.secrecy.checks.seats import check_seats
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.evidence import Evidence
from app.core.secrecy.report import Check, Outcome, Report, Verdict, verified

CHECKS: tuple[tuple[str, Callable[[Evidence], Outcome]], ...] = (
    ("manifest and amendments", check_manifest),
    ("files and digests", check_digests),
    ("keys", check_keys),
    ("token signatures", check_tokens),
    ("ballot signatures", check_ballots),
    ("uniqueness", check_uniqueness),
    ("cast, issued, eligible", check_counts),
    ("paper", check_paper),
    ("tree and checkpoints", check_tree),
    ("cosignatures", check_cosignatures),
    ("lengths and indexes", check_lengths),
    ("opening hash", check_H),
    ("partial checking", check_dice),
    ("altered ballots", check_bounds),
    ("attestations", check_attestations),
    ("malformed ballots", check_margins),
    ("reconciliation", check_reconciliation),
    ("results and manifest", check_election),
    ("recount", check_recount),
    ("questions", check_questions),
    ("tie rulings", check_ties),
    ("second count", check_second_count),
    ("seats", check_seats),
)


def verify_bundle(data: bytes, *, receipt: bytes | None = None) -> Report:
    """Every check of a bundle by name; Malformed when it is no archive that can be read.

    With a receipt, that its ballot is on the board is one more check.
    """
    return Report(tuple(verifications(data, receipt=receipt)))


def verifications(data: bytes, *, receipt: bytes | None = None) -> Iterator[Check]:
    """The checks one by one as they are done, some of which take minutes in a large election."""
    evidence = Evidence(read_archive(data))
    yield _check("archive", partial(_check_archive, evidence, data))
    for name, check in CHECKS:
        yield _check(name, partial(check, evidence))
    if receipt is not None:
        yield _check("receipt", partial(check_own, evidence, receipt))


def _check_archive(evidence: Evidence, data: bytes) -> Outcome:
    """One election has one archive: any other byte, in a header too, is a change."""
    if write_archive(evidence.files) != data:
        raise Malformed("the archive is not as a bundle is written: it was changed or packed anew")
    return verified(f"{len(data)} bytes, laid out as a bundle is written")


def _check(name: str, check: Callable[[], Outcome]) -> Check:
    try:
        outcome = check()
    except (Malformed, BadInput) as fault:
        outcome = Outcome(Verdict.REFUSED, str(fault))
    return Check(name, outcome.verdict, outcome.detail)
