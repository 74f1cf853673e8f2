from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.render import render

router = APIRouter(include_in_schema=False)
CHANGED = (5, 10, 20, 50)


@router.get("/security", response_class=HTMLResponse)
def security(request: Request) -> HTMLResponse:
    """What is promised, against whom, what is not, and how to check, for anyone to read."""
    return render(request, "security/security.html", {"bounds": bounds()})


def bounds() -> list[tuple[int, int]]:
    """Of so many changed ballots all survive partial checking, (3/4)^k: one time in so many."""
    return [(changed, _two_digits(int((4 / 3) ** changed))) for changed in CHANGED]


def _two_digits(number: int) -> int:
    """The number with zeros behind its first two digits, never more than it is."""
    digits = str(number)
    return int(digits[:2].ljust(len(digits), "0"))
