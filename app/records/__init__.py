"""Every table is known once this package is imported, to migrations as to the application."""

from app.records import (
    amendments,
    audit,
    ballots,
    canvass,
    districts,
    elections,
    jobs,
    nominations,
    notices,
    paper,
    petitions,
    questions,
    register,
    rehearsals,
    roll,
    rolls,
    sign_in,
    signers,
    staff,
    turnout,
    vacancies,
)
from app.records.base import Base

metadata = Base.metadata

__all__ = [
    "amendments",
    "audit",
    "ballots",
    "canvass",
    "districts",
    "elections",
    "jobs",
    "metadata",
    "nominations",
    "notices",
    "paper",
    "petitions",
    "questions",
    "register",
    "rehearsals",
    "roll",
    "rolls",
    "sign_in",
    "signers",
    "staff",
    "turnout",
    "vacancies",
]
