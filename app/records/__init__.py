"""Every table is known once this package is imported, to migrations as to the application."""

from app.records import (
    amendments,
    audit,
    ballots,
    canvass,
    elections,
    jobs,
    nominations,
    register,
    roll,
    rolls,
    sign_in,
    signers,
    staff,
)
from app.records.base import Base

metadata = Base.metadata

__all__ = [
    "amendments",
    "audit",
    "ballots",
    "canvass",
    "elections",
    "jobs",
    "metadata",
    "nominations",
    "register",
    "roll",
    "rolls",
    "sign_in",
    "signers",
    "staff",
]
