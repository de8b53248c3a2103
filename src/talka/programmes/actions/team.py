"""Who works on a project, in which role. A role in the whole programme holds in all its projects."""

from django.utils.translation import gettext_lazy as _

from talka.people.access import ask_anew
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise, check_organise_programme
from talka.programmes.models import Programme, Project, TeamMember
from talka.ui.refusals import Refusal


def add_team_member(
    person: Person, role: str, *, programme: Programme | None = None, project: Project | None = None, by: Person | None
) -> TeamMember:
    """Give a role in one project, or in a whole programme (its organisers only). Giving it twice gives it once."""
    whose = project.programme if project else programme
    if whose is None:
        raise ValueError("a role is held in a programme or in a project")
    if project is not None:
        check_organise(by, project)
    else:
        check_organise_programme(by, whose)
    if role not in TeamMember.Role.values:
        raise ValueError(role)
    if person.erased_at or person.merged_into_id:
        raise Refusal(_("This person cannot be given a role any more."))
    with deed(by):
        row, _made = TeamMember.objects.get_or_create(person=person, programme=whose, project=project, role=role)
    ask_anew(by)
    return row


def remove_team_member(member: TeamMember, *, by: Person | None) -> None:
    """Take a role away; that it was held stays on record. One's own last role as an organiser cannot be given up
    by mistake: somebody else must take it away."""
    if member.project is not None:
        check_organise(by, member.project)
    else:
        check_organise_programme(by, member.programme)
    if by is not None and member.person_id == by.pk and member.role == TeamMember.Role.ORGANISER:
        raise Refusal(
            _("You cannot take your own role as an organiser away."),
            meaning=_("You could not undo it yourself."),
            advice=_("Ask another organiser or the administrator."),
        )
    with deed(by):
        member.delete()
    ask_anew(by)
