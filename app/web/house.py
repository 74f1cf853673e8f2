from dataclasses import dataclass

from app.box_state import DistantBox
from app.records.base import Database
from app.settings import Clock, Settings


@dataclass(frozen=True)
class House:
    """What the registrar's application is wired with, once, by main.

    `clock` is the elections' calendar, which a rehearsal may make up; sessions end by `wall_clock`.
    """

    settings: Settings
    database: Database
    box: DistantBox
    clock: Clock
    wall_clock: Clock
