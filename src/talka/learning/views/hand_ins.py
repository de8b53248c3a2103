"""What was handed in: its versions, what is said about it, and what waits for an answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.kept_files import KeptFile
from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from ..access import cohort_to_teach
from ..access import homework as access
from ..actions import answers
from ..actions import homework as actions
from ..forms.homework import RemarkForm
from ..models import HandIn
from ..queries import homework as queries
from .frame import back, of_cohort, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """All versions, and the thread about them, in which those whose work it is and those who teach speak."""
    person = person_of(request)
    door = access.hand_in_to_talk_about if request.method == "POST" else access.hand_in_for
    row = door(person, slug, number, pk)
    page = queries.page_of_hand_in(row, person)
    newest = page.versions[0].number if page.versions else 0
    form = RemarkForm(request.POST or None, request.FILES or None, teaches=page.teaches, newest=newest)
    status = sent(request, form, lambda: _say(row, form, person))
    if not status:
        said = _("Said, and written to those whose work it is.") if page.teaches else _("Said.")
        return back(request, "hand_in", slug, number, pk, said=said, anchor="thread")
    context = of_cohort(request, row.homework.cohort) | {
        "row": row,
        "homework": row.homework,
        "page": page,
        "form": form if page.talks else None,
    }
    return render(request, "learning/homework/hand_in.html", context, status=status)


def _say(row: HandIn, form: RemarkForm, person: Person | None) -> None:
    said = form.cleaned_data
    answers.say(
        row,
        said["text"],
        by=person,
        verdict=said.get("verdict") or "",
        version=said.get("version") or 0,
        sent=form.sent(),
    )


@require_POST
def open_to_cohort(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Those whose work it is let the other teams read it, or no longer."""
    row = access.hand_in_of_ones_own(person_of(request), slug, number, pk)
    is_open = request.POST.get("open") == "yes"
    actions.open_to_cohort(row, is_open, by=person_of(request))
    said = (
        _("The other teams of the cohort read it now.") if is_open else _("Only you and those who teach read it now.")
    )
    return back(request, "hand_in", slug, number, pk, said=said)


@require_safe
def version_file(request: HttpRequest, slug: str, number: int, pk: int, version: int) -> HttpResponseBase:
    return _served(access.version_for(person_of(request), slug, number, pk, version))


@require_safe
def remark_file(request: HttpRequest, slug: str, number: int, pk: int, remark: int) -> HttpResponseBase:
    return _served(access.remark_for(person_of(request), slug, number, pk, remark))


def _served(row: KeptFile) -> HttpResponseBase:
    """As it came, as an attachment."""
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)


@require_safe
def waiting(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What waits for a word of those who teach, the longest waiting first."""
    row = cohort_to_teach(person_of(request), slug, number)
    context = of_cohort(request, row, "learning:homework_list")
    context["page"] = page_of(queries.waiting_in(row), request, size=40)
    return render(request, "learning/homework/waiting.html", context)
