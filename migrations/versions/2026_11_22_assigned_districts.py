"""assigned districts"""

import sqlalchemy as sa
from alembic import op

revision = "6f1d9b83e2a5"
down_revision = "7c1f8e3ad250"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assigned_districts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("district", sa.Integer(), nullable=False),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_assigned_districts_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["staff.id"], name=op.f("fk_assigned_districts_assigned_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assigned_districts")),
    )
    op.create_index(op.f("ix_assigned_districts_member_id"), "assigned_districts", ["member_id"])


def downgrade() -> None:
    op.drop_table("assigned_districts")
