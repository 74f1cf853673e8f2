"""motions and waivers"""

import sqlalchemy as sa
from alembic import op

revision = "e5c81b37fa02"
down_revision = "b6f2d84c1e07"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("nominations", sa.Column("attested", sa.Boolean(), nullable=True))
    op.add_column(
        "nominations",
        sa.Column("by_default", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("nominations", sa.Column("statement", sa.String(), nullable=True))
    op.create_table(
        "motions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("mover_id", sa.Integer(), nullable=False),
        sa.Column("seconder_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_motions_election_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_motions_member_id")),
        sa.ForeignKeyConstraint(["mover_id"], ["members.id"], name=op.f("fk_motions_mover_id")),
        sa.ForeignKeyConstraint(
            ["seconder_id"], ["members.id"], name=op.f("fk_motions_seconder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_motions")),
    )
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("granted_by", sa.String(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_waivers_election_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_waivers_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    op.create_index(op.f("ix_waivers_election_id"), "waivers", ["election_id"])


def downgrade() -> None:
    op.drop_table("waivers")
    op.drop_table("motions")
    for column in ("statement", "by_default", "attested"):
        op.drop_column("nominations", column)
