"""the whole calendar"""

import sqlalchemy as sa
from alembic import op

revision = "a94d20f6b8e1"
down_revision = "8d21c6f0a4b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "elections", sa.Column("acceptance_deadline", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE elections SET acceptance_deadline = nominations_close")
    with op.batch_alter_table("elections") as elections:
        elections.alter_column(
            "acceptance_deadline", existing_type=sa.DateTime(timezone=True), nullable=False
        )
    op.add_column(
        "elections", sa.Column("calendar", sa.JSON(), nullable=False, server_default="{}")
    )
    op.add_column("elections", sa.Column("despite", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("despite", "calendar", "acceptance_deadline"):
        op.drop_column("elections", column)
