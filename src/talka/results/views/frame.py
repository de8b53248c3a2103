"""What pages of a project's results share."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest

from talka.programmes.models import Project
from talka.programmes.publicity import publicity_of
from talka.ui.refusals import Refusal

from .. import access


def context_of(request: HttpRequest, project: Project) -> dict[str, object]:
    """The project, what the reader may do with its results, whose money it is, whether it is made up."""
    return {
        "project": project,
        "inside": access.reads_all_figures(request.person, project),
        "may_keep": access.may_keep(request.person, project),
        "publicity": publicity_of(project),
        "illustrative": project.programme.illustrative,
    }


def tried(form: Form, deed: Callable[[], object]) -> int:
    """Do it, if the form is right: 0 where it is done, else the status; a refusal becomes an error of the form."""
    if not form.is_valid():
        return 422
    try:
        deed()
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return refusal.status
    return 0
