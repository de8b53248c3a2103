"""A learning network that is still a draft, with everything in it, and a practice story of it that is a draft too."""

from typing import Any

from django.core.files.base import ContentFile

from talka.documents.storage import private_storage
from talka.events.factories import two
from talka.learning.factories.networks import (
    NetworkFactory,
    NetworkMeetingFactory,
    NetworkMemberFactory,
    NetworkNoteFactory,
    NetworkPersonFactory,
    NetworkTargetFactory,
    NetworkTaskFactory,
    PracticeStoryFactory,
    StoryPhotoFactory,
)
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory

from .planted_place import picture


def plant_networks(place: Any) -> None:
    """The own one stands in the programme of the roles, the hidden one in a programme of its own that nobody knows."""
    word, has, own = place.word, place.has, place.mark == "own"
    programme = place.project.programme if own else ProgrammeFactory(slug="tikla-slepta", code="TS", public=False)
    network = NetworkFactory(
        slug=f"{place.mark}-tikls",
        draft=True,
        programme=programme,
        title=two(word("networktitle"), word("networktitle")),
        evaluation=two(word("networkyear"), word("networkyear")),
    )
    has["network"] = network
    member = NetworkMemberFactory(network=network, order=0, aims=two(word("networkaims"), word("networkaims")))
    has["network member"] = member
    person = PersonFactory(family_name=word("networkperson"))
    has["network person"] = NetworkPersonFactory(member=member, person=person)
    more = {"event": has["event"]} if own else {}
    has["network meeting"] = NetworkMeetingFactory(network=network, host=member, **more)
    has["network task"] = NetworkTaskFactory(member=member, title=word("networktask"))
    has["network note"] = NetworkNoteFactory(member=member, text=word("networknote"))
    has["network target"] = NetworkTargetFactory(
        member=member, measured=two(word("networktarget"), word("networktarget"))
    )
    has["practice story"] = PracticeStoryFactory(
        draft=True,
        network=network,
        organisation=member.organisation,
        title=two(word("practicestory"), word("practicestory")),
        done=two(word("practicedone"), word("practicedone")),
    )
    words = word("practicephoto")
    stored = private_storage().save(f"zq/{place.mark}-story.png", ContentFile(picture(words)))
    has["story photo"] = StoryPhotoFactory(story=has["practice story"], alt=two(words, words), file=stored)


def values_of_networks(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address of learning networks and stories mean."""
    if route.startswith("learning/stories/"):
        return {"pk": str(has["practice story"].pk), "token": has["story photo"].token}
    kinds = {"people": "network person", "meetings": "network meeting", "tasks": "network task"}
    kinds |= {"notes": "network note", "targets": "network target", "<kind>": "network note"}
    before = route.partition("<pk>")[0].rstrip("/").rpartition("/")[2]
    return {
        "slug": has["network"].slug,
        "pk": str(has[kinds.get(before, "network member")].pk),
        "kind": ["note", "nonsense"],
        "deed": ["away", "back", "nonsense"],
    }
