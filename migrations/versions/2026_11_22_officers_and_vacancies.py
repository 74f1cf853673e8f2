"""officers and vacancies"""

import sqlalchemy as sa
from alembic import op

revision = "4b9d2e60a7f3"
down_revision = "a80c4e17d93f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "officers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("member_number", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("cite", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_officers_election_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
    )
    op.create_index(op.f("ix_officers_election_id"), "officers", ["election_id"])
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.String(length=32), nullable=False),
        sa.Column("contest", sa.JSON(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=True),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_vacancies_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_vacancies_officer_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_vacancies_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancies")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_vacancies_officer_id")),
    )
    op.create_index(op.f("ix_vacancies_election_id"), "vacancies", ["election_id"])
    op.create_table(
        "fillings",
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancies.id"], name=op.f("fk_fillings_vacancy_id")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_fillings_officer_id")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_fillings_entered_by")),
        sa.PrimaryKeyConstraint("vacancy_id", name=op.f("pk_fillings")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_fillings_officer_id")),
    )
    op.create_table(
        "requests_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("reinstated_on", sa.Date(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("ruling", sa.JSON(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vacancy_id"], ["vacancies.id"], name=op.f("fk_requests_back_vacancy_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["staff.id"], name=op.f("fk_requests_back_entered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests_back")),
    )
    op.create_index(op.f("ix_requests_back_vacancy_id"), "requests_back", ["vacancy_id"])


def downgrade() -> None:
    for table in ("requests_back", "fillings", "vacancies", "officers"):
        op.drop_table(table)
