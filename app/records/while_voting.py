"""A question that a database of any revision answers, so it names tables and not records."""

from sqlalchemy import Connection, column, func, inspect, select, table

ELECTIONS = table("elections", column("id"), column("title"), column("purpose"))
ACTS = table("acts", column("election_id"), column("kind"))
BOARDS = table("boards", column("election_id"))
SIGNATURES = 2


def elections_at_the_vote(connection: Connection) -> list[str]:
    """The titles of elections whose voting was opened and whose board is not received yet.

    A rehearsal is none: its voters can be asked again.
    """
    if not inspect(connection).has_table("boards"):
        return []
    signatures = (
        select(func.count())
        .where(ACTS.c.election_id == ELECTIONS.c.id, ACTS.c.kind == "voting_opened")
        .scalar_subquery()
    )
    titles = select(ELECTIONS.c.title).where(
        ELECTIONS.c.purpose == "election",
        signatures >= SIGNATURES,
        ELECTIONS.c.id.not_in(select(BOARDS.c.election_id)),
    )
    return list(connection.scalars(titles.order_by(ELECTIONS.c.title)))
