"""Every table is known once this package is imported, to migrations as to the application."""

from app.records import (
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
    staff,
)
from app.records.base import Base

metadata = Base.metadata

__all__ = [
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
    "staff",
]
