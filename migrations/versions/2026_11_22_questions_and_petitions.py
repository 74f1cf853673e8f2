"""questions and petitions"""

import sqlalchemy as sa
from alembic import op

revision = "7c1f8e3ad250"
down_revision = "91e3c7a0d5b8"
branch_labels = None
depends_on = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "petitions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _key("petitions", "election_id", "elections.id"),
        _key("petitions", "entered_by", "staff.id"),
        _key("petitions", "decided_by", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petitions")),
    )
    op.create_table(
        "signatures",
        sa.Column("petition_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("member_number", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("recognized", sa.Integer(), nullable=True),
        sa.Column("looked_at_by", sa.Integer(), nullable=True),
        _key("signatures", "petition_id", "petitions.id"),
        _key("signatures", "recognized", "members.id"),
        _key("signatures", "looked_at_by", "staff.id"),
        sa.PrimaryKeyConstraint("petition_id", "line", name=op.f("pk_signatures")),
    )
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("arguments_for", sa.String(), nullable=False),
        sa.Column("arguments_against", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("petition_id", sa.Integer(), nullable=True),
        sa.Column("put_by", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        _key("questions", "election_id", "elections.id"),
        _key("questions", "petition_id", "petitions.id"),
        _key("questions", "put_by", "staff.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("election_id", "name", name=op.f("uq_questions_election_id_name")),
    )
    op.create_table(
        "attendance",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("marked_by", sa.Integer(), nullable=False),
        _key("attendance", "member_id", "members.id"),
        _key("attendance", "election_id", "elections.id"),
        _key("attendance", "marked_by", "staff.id"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "approvals",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _key("approvals", "question_id", "questions.id"),
        _key("approvals", "entered_by", "staff.id"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_approvals")),
    )


def downgrade() -> None:
    for table in ("approvals", "attendance", "questions", "signatures", "petitions"):
        op.drop_table(table)
