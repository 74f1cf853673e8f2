"""elections that follow"""

import sqlalchemy as sa
from alembic import op

revision = "9e3c70d5b182"
down_revision = "b83e5d07c1f4"
branch_labels = None
depends_on = None

BEFORE = "held_for IN ('general', 'questions', 'vacancies', 'run-off')"
SINCE = "held_for IN ('general', 'questions', 'vacancies', 'run-off', 'stewards')"
FOLLOWS = "(follows IS NOT NULL) = (held_for IN ('vacancies', 'run-off'))"


def upgrade() -> None:
    with op.batch_alter_table("elections") as elections:
        elections.add_column(sa.Column("follows", sa.String(length=32), nullable=True))
        elections.create_foreign_key(op.f("fk_elections_follows"), "elections", ["follows"], ["id"])
        elections.drop_constraint(op.f("ck_elections_held_for"), type_="check")
        elections.create_check_constraint(op.f("ck_elections_held_for"), SINCE)
        elections.create_check_constraint(op.f("ck_elections_follows"), FOLLOWS)
    op.create_table(
        "vacancies_voted",
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("contest", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_vacancies_voted_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancies.id"], name=op.f("fk_vacancies_voted_vacancy_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "vacancy_id", name=op.f("pk_vacancies_voted")),
    )
    # Every nomination so far was moved from the floor.
    with op.batch_alter_table("motions") as motions:
        motions.add_column(sa.Column("paper", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("motions") as motions:
        motions.drop_column("paper")
    op.drop_table("vacancies_voted")
    with op.batch_alter_table("elections") as elections:
        elections.drop_constraint(op.f("ck_elections_follows"), type_="check")
        elections.drop_constraint(op.f("ck_elections_held_for"), type_="check")
        elections.create_check_constraint(op.f("ck_elections_held_for"), BEFORE)
        elections.drop_constraint(op.f("fk_elections_follows"), type_="foreignkey")
        elections.drop_column("follows")
