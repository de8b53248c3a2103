"""Training programmes: the list, one as a whole, and where it is begun, changed, published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.needs.causes import asked_for
from talka.people.models import Person
from talka.ui.forms import sent, tried
from talka.ui.pages import page_of

from .. import access
from ..actions import trainings as actions
from ..forms.trainings import PatternForm, TrainingForm
from ..models import Training
from ..patterns import patterns
from ..queries.impressions import beside
from ..queries.trainings import page_of_training, retired_modules_of, retired_of, trainings_of
from .frame import back, of_training, person_of, sections

SIZE = 30


def trainings(request: HttpRequest) -> HttpResponse:
    """All training programmes the reader may know of, the newest first."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    begins = access.may_begin(person)
    context = {
        "page": page_of(trainings_of(person, words=words), request, size=SIZE),
        "words": words,
        "begins": begins,
        "sections": sections("learning:trainings"),
        "retired": retired_of(person) if begins else [],
    }
    return render(request, "learning/trainings.html", context)


def training(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.training_for(person, slug)
    context = of_training(request, row)
    context |= {
        "page": page_of_training(row, person),
        "retired_modules": retired_modules_of(row) if context["runs"] else [],
        "impressions": beside(row),
    }
    return render(request, "learning/training.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin one; ?need= or ?measure= says what it answers."""
    person = person_of(request)
    access.beginners_only(person)
    form = TrainingForm(request.POST or None, person=person)
    made: list[Training] = []
    status = sent(request, form, lambda: made.append(_begin(form, asked_for(request.GET), person)))
    if not status:
        said = _("The training programme is begun as a draft. Enter its modules and the first cohort.")
        return back(request, "training", made[0].slug, said=said)
    context = {"form": form, "patterned": PatternForm(person=person), "asked": request.GET.urlencode()}
    return render(request, "learning/new.html", context, status=status)


@require_POST
def new_from(request: HttpRequest) -> HttpResponse:
    """Begin with a ready one."""
    person = person_of(request)
    access.beginners_only(person)
    form = PatternForm(request.POST, person=person)
    made: list[Training] = []
    status = tried(form, lambda: made.append(_begin_from(form, asked_for(request.GET), person)))
    if not status:
        said = _("The training programme is begun as a draft. Change whatever does not fit.")
        return back(request, "training", made[0].slug, said=said)
    context = {"form": TrainingForm(person=person), "patterned": form, "asked": request.GET.urlencode()}
    return render(request, "learning/new.html", context, status=status)


def _begin_from(form: PatternForm, causes: tuple[tuple[str, int], ...], person: Person | None) -> Training:
    chosen = next(one for one in patterns() if one.key == form.cleaned_data["pattern"])
    return actions.begin_from(chosen, form.cleaned_data["programme"], by=person, causes=causes)


def _begin(form: TrainingForm, causes: tuple[tuple[str, int], ...], person: Person | None) -> Training:
    return actions.begin_training(form.data_of(), form.cleaned_data["programme"], by=person, causes=causes)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.training_to_run(person, slug)
    form = TrainingForm(request.POST or None, person=person, training=row)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        return back(request, "training", row.slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the training programme"), "may_retire": True}
    return render(request, "learning/form.html", context | of_training(request, row), status=status)


def _save(row: Training, form: TrainingForm, person: Person | None) -> None:
    actions.change_training(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.training_to_run(person_of(request), slug)
    actions.publish(row, by=person_of(request))
    said = _("Everybody can read it now; names and homework stay with its cohorts.")
    return back(request, "training", row.slug, said=said)


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.training_to_run(person_of(request), slug)
    actions.unpublish(row, by=person_of(request))
    return back(request, "training", row.slug, said=_("It is a draft again: only those who take part read it."))


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.training_to_run(person_of(request), slug)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The training programme was taken away. It can be brought back from the list."))
    return redirect("learning:trainings")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.training_to_restore(person_of(request), slug)
    actions.restore(row, by=person_of(request))
    return back(request, "training", row.slug, said=_("The training programme is back, as a draft."))
