from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app import profiles
from app.errors import NotFound
from app.profiles.showing import decision, decision_numbers, document
from app.web.render import render

router = APIRouter(prefix="/bylaws", include_in_schema=False)


@router.get("/{name}", response_class=HTMLResponse)
def bylaws(request: Request, name: str) -> HTMLResponse:
    """A local's rules as a document, for anyone to read, each with its clause."""
    if name not in profiles.names():
        raise NotFound(f"There is no local {name!r} here.")
    return render(request, "bylaws/bylaws.html", {"document": document(name)})


@router.get("/decisions/{number}", response_class=HTMLResponse)
def show_decision(request: Request, number: str) -> HTMLResponse:
    """How an unclear clause is read, with its reason, for anyone to read."""
    if number not in decision_numbers():
        raise NotFound("There is no such decision.")
    title, paragraphs = decision(number)
    return render(
        request,
        "bylaws/decision.html",
        {"number": int(number), "title": title, "paragraphs": paragraphs},
    )
