"""Progress at a glance."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talka.ui.pages import page_of

from ..access import cohort_inside, cohort_to_run, learner_of
from ..queries import progress as queries
from .frame import of_cohort, person_of


@require_safe
def progress(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All teams × modules, homework and attendance, for those who run the cohort."""
    row = cohort_to_run(person_of(request), slug, number)
    page = page_of(queries.teams_of(row), request, size=12)
    context = of_cohort(request, row, "learning:progress")
    context |= {"page": page, "progress": queries.progress_of(row, list(page.rows))}
    return render(request, "learning/progress/all.html", context)


@require_safe
def my_way(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """For somebody who takes part: what is next, what is due, what is done, how far the certificate is."""
    person = person_of(request)
    row = cohort_inside(person, slug, number)
    learner = learner_of(person, row)
    if learner is None:
        raise Http404
    context = of_cohort(request, row, "learning:my_way") | {"way": queries.way_of(row, learner, person)}
    return render(request, "learning/progress/own.html", context)
