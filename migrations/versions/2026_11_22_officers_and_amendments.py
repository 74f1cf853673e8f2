"""officers' keys and amendments"""

import sqlalchemy as sa
from alembic import op

revision = "c41d7e9a2b60"
down_revision = "a94d20f6b8e1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officer_keys",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_officer_keys_election_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_officer_keys_staff_id")),
        sa.PrimaryKeyConstraint("election_id", "staff_id", name=op.f("pk_officer_keys")),
        sa.UniqueConstraint("election_id", "key", name=op.f("uq_officer_keys_election_id_key")),
    )
    op.create_table(
        "amendments",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_amendments_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_amendments_entered_by")
        ),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_amendments")),
    )


def downgrade() -> None:
    op.drop_table("amendments")
    op.drop_table("officer_keys")
