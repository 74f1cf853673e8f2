from collections.abc import Sequence
from typing import cast

from app.core.secrecy.encoding import Malformed, canonical, parse_canonical
from app.core.secrecy.fields import Fields
from app.core.secrecy.groups import BallotContest
from app.core.secrecy.payloads import Choices, pad_payload, read_payload
from app.core.secrecy.reasons import Reason


def choices_of(padded: bytes, contests: Sequence[BallotContest], pad_len: int) -> Choices:
    """The choices of a payload that stands in plain; a malformed one does not belong there."""
    read = read_payload(padded, contests, pad_len)
    if isinstance(read, Reason):
        raise Malformed(f"a ballot of plain is malformed ({read})")
    return read


def write_apart(ballots: Sequence[Choices], contests: Sequence[BallotContest]) -> bytes:
    """contests/G.json: {contest: sorted rankings}, so that no ballot of a few stands whole."""
    rankings = {each.id: [tuple(ballot[each.id]) for ballot in ballots] for each in contests}
    return canonical({contest_id: sorted(each) for contest_id, each in rankings.items()})


def read_apart(
    raw: bytes, contests: Sequence[BallotContest], pad_len: int, what: str
) -> Sequence[Choices]:
    """Valid ballots that hold the rankings of contests/G.json; who gave which is not in it."""
    of = Fields(parse_canonical(raw, what), what, *(contest.id for contest in contests))
    lists = [of.items(contest.id) for contest in contests]
    if len({len(each) for each in lists}) > 1:
        raise Malformed(f"{what} has not as many rankings in every contest")
    ids = [contest.id for contest in contests]
    ballots = [
        # Any JSON may stand there: pad_payload refuses what no ballot holds.
        cast("Choices", dict(zip(ids, numbers, strict=True)))
        for numbers in zip(*lists, strict=True)
    ]
    padded = [pad_payload(ballot, contests, pad_len) for ballot in ballots]
    if write_apart(ballots, contests) != raw:
        raise Malformed(f"the rankings of {what} are not sorted")
    return [choices_of(each, contests, pad_len) for each in padded]
