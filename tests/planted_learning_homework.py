"""What the planted world holds of the time between sessions: homework, answers, materials, visits, twins."""

from django.core.files.base import ContentFile

from talka.documents.storage import private_storage
from talka.events.factories import two
from talka.learning.factories import TeamFactory
from talka.learning.factories.homework import (
    CoachingFactory,
    HandInFactory,
    HandInRemarkFactory,
    HomeworkFactory,
    MaterialFactory,
    TwinMeetingFactory,
    TwinningFactory,
)

from .planted_place import Place


def plant_between(place: Place) -> None:
    """Of the planted team, with a twin of its own cohort; every file holds a word."""
    word, has = place.word, place.has

    def kept(kind: str) -> dict[str, str]:
        stored = private_storage().save(f"zq/{place.mark}-{kind}.asice", ContentFile(word(kind).encode()))
        return {"file": stored, "file_name": f"{kind}.asice", "media_type": "application/vnd.etsi.asic-e+zip"}

    title = two(word("homework"), word("homework"))
    homework = HomeworkFactory(cohort=has["cohort"], title=title, **kept("homeworkfile"))
    has["homework"] = homework
    has["hand-in"] = HandInFactory(homework=homework, team=has["team"], version=None)
    has["hand-in"].versions.create(
        number=1, text=word("handin"), at=has["hand-in"].first_at, by=has["learner"].person, **kept("handinfile")
    )
    has["remark"] = HandInRemarkFactory(hand_in=has["hand-in"], text=word("remark"), **kept("remarkfile"))
    material = two(word("material"), word("material"))
    has["material"] = MaterialFactory(module=has["module"], title=material, link="", **kept("materialfile"))
    has["coaching"] = CoachingFactory(team=has["team"], worked_on=word("coaching"))
    twin = TeamFactory(cohort=has["cohort"], order=1)
    has["twinning"] = TwinningFactory(first=has["team"], second=twin, aim=word("twinaim"))
    has["twin meeting"] = TwinMeetingFactory(twinning=has["twinning"], notes=word("twinmeeting"))
