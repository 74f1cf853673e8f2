"""Every order in which a registrar's records may have kept its voters."""

from collections import defaultdict

from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.sql.elements import TextClause

from app.records.register import RegisterEntry
from app.records.roll import MemberRecord
from rehearsal.linkage import HEAD

# What a database keeps of each row beside its columns: its place, and who wrote and locked it.
HIDDEN = {
    "sqlite": "held.rowid AS row_number",
    "postgresql": (
        "row_number() OVER (ORDER BY held.ctid) AS ctid, held.xmin::text::bigint AS xmin, "
        "held.xmax::text::bigint AS xmax, held.cmin::text::bigint AS cmin"
    ),
}
Orders = dict[str, dict[str, float]]


def row_orders(url: str) -> Orders:
    """By each number in each row that belongs to a member, seen and hidden."""
    engine = create_engine(url)
    orders: Orders = defaultdict(dict)
    with engine.connect() as database:
        for table in inspect(database).get_table_names():
            if (query := _members_rows(database, table)) is not None:
                for row in database.execute(query).mappings():
                    for column, value in row.items():
                        if isinstance(value, int | float):
                            orders[f"{table}.{column}"][row["voter"]] = value
    engine.dispose()
    return dict(orders)


def request_marks(url: str) -> dict[bytes, str]:
    """Whose each request to issue is, by what a file, journal or log that holds it would show."""
    engine = create_engine(url)
    with engine.connect() as database:
        held = database.execute(
            select(RegisterEntry.req_hash, MemberRecord.member_number).join(
                MemberRecord, MemberRecord.id == RegisterEntry.member_id
            )
        ).all()
    engine.dispose()
    return {req_hash[:HEAD].encode(): number for req_hash, number in held if req_hash}


def _members_rows(database: Connection, table: str) -> TextClause | None:
    columns = {column["name"] for column in inspect(database).get_columns(table)}
    key = "id" if table == MemberRecord.__tablename__ else "member_id"
    if key not in columns:
        return None
    hidden = HIDDEN[database.dialect.name]
    return text(
        f"SELECT members.member_number AS voter, {hidden}, held.* "  # noqa: S608 (own names)
        f"FROM {table} AS held JOIN members ON members.id = held.{key}"
    )
