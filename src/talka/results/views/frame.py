"""What pages of a project's results share."""

from django.http import HttpRequest

from talka.programmes.models import Project
from talka.programmes.publicity import publicity_of

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
