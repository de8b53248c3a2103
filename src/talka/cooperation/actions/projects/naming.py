"""Whether everybody may read who answers for a project by name: the person decides, and nobody for them."""

from talka.people import actions as people
from talka.people.access import not_allowed
from talka.people.models import Consent, Person

from ...access.projects import CONSENT
from ...models import JointProject


def agree_to_be_named(project: JointProject, *, wording: str, by: Person | None) -> Consent:
    """Who answers for the project agrees, in the words they saw. Raises Refusal."""
    _check_own(project, by)
    return people.agree_to_be_named(by, CONSENT, project.pk, wording=wording, by=by)


def stop_being_named(project: JointProject, *, by: Person | None) -> None:
    """From now on only the partners read the name; everybody else reads the office. Twice is once."""
    _check_own(project, by)
    people.stop_being_named(by, CONSENT, project.pk, by=by)


def _check_own(project: JointProject, by: Person | None) -> None:
    if by is None or project.responsible_id != by.pk:
        raise not_allowed()
