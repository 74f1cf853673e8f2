"""contests of rules and roll"""

import sqlalchemy as sa
from alembic import op

revision = "7b1e4a90c3d5"
down_revision = "3f0c5d9e7b12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "elections", sa.Column("settings", sa.JSON(), nullable=False, server_default="[]")
    )
    with op.batch_alter_table("contests") as contests:
        contests.alter_column("seats", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "made_contests",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("contests", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_made_contests_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_made_contests")),
    )
    op.create_table(
        "employment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("semester", sa.String(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_employment_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    op.create_index(op.f("ix_employment_member_id"), "employment", ["member_id"])
    op.add_column("roll_uploads", sa.Column("employment", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("roll_uploads", "employment")
    op.drop_table("employment")
    op.drop_table("made_contests")
    with op.batch_alter_table("contests") as contests:
        contests.alter_column("seats", existing_type=sa.Integer(), nullable=False)
    op.drop_column("elections", "settings")
