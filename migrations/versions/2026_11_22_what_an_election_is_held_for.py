"""what an election is held for"""

import sqlalchemy as sa
from alembic import op

revision = "0b7e52c9d4f1"
down_revision = "f3b7c02e95a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Every election so far was of the officers whom the bylaws name.
    with op.batch_alter_table("elections") as elections:
        elections.add_column(
            sa.Column("held_for", sa.String(), nullable=False, server_default="general")
        )
        elections.create_check_constraint(
            op.f("ck_elections_held_for"),
            "held_for IN ('general', 'questions', 'vacancies', 'run-off')",
        )


def downgrade() -> None:
    with op.batch_alter_table("elections") as elections:
        elections.drop_constraint(op.f("ck_elections_held_for"), type_="check")
        elections.drop_column("held_for")
