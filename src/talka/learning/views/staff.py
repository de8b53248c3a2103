"""Who works for a training programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.forms import sent

from .. import access
from ..actions import trainings as actions
from ..forms.trainings import StaffForm
from ..queries.trainings import staff_of
from .frame import back, of_training, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, slug: str) -> HttpResponse:
    """Trainers, coaches and coordinators, and the form that names another."""
    person = person_of(request)
    training = access.training_to_run(person, slug)
    form = StaffForm(request.POST or None, training=training)
    status = sent(
        request,
        form,
        lambda: actions.add_staff(
            training,
            form.who(),
            form.cleaned_data["role"],
            by=person,
            cohort=form.cleaned_data["cohort"],
        ),
    )
    if not status:
        return back(request, "staff", slug, said=_("Named."))
    context = {"form": form, "rows": staff_of(training)} | of_training(request, training)
    return render(request, "learning/staff.html", context, status=status)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.staff_to_change(person_of(request), slug, pk)
    actions.remove_staff(row, by=person_of(request))
    return back(request, "staff", slug, said=_("They do not work for it any more."))
