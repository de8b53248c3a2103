"""Every address of the house asked by everybody: nothing breaks, and nobody reads what they may not know.

Every request is undone, so the world stays as it was planted.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from pytest_django import DjangoDbBlocker

from . import planted_initiatives
from .addresses import Address
from .asking import Asked, Tables, asked
from .matrix import FILE, written
from .own_database import own_database
from .planted import ROLES, Place, World, build

TEAM = {"viewer", "auditor", "facilitator", "organiser", "administrator"}
PEOPLE = TEAM - {"viewer"}
RUN = {"facilitator", "organiser", "administrator"}
ORGANISERS = {"organiser", "administrator"}
CHECKERS = {"auditor", "organiser", "administrator"}
ROLES_OF_PLANS = {"organiser", "stranger", "administrator"}
"""Who keeps the planning documents of every area: `plans.access.keeps_all`."""
KNOWN_TO = {
    "draftitem": TEAM,
    "presentation": TEAM,
    "presentationurl": TEAM,
    "photo": TEAM,
    "findings": TEAM,
    "need": TEAM,
    "measure": TEAM,
    "theme": TEAM,
    "themedo": TEAM,
    "report": TEAM,
    "indicator": TEAM,
    "indicatorvalue": TEAM,
    "resultreport": TEAM,
    "indicatorproof": PEOPLE,
    "budgetline": TEAM,
    "name": PEOPLE,
    "email": PEOPLE,
    "phone": PEOPLE,
    "diet": PEOPLE,
    "access": PEOPLE,
    "answer": PEOPLE,
    "feedback": PEOPLE,
    "invited": ORGANISERS,
    "invitedemail": ORGANISERS,
    "cost": {"auditor", "organiser", "administrator"},
    "card": RUN,
    "carddo": RUN,
    "format": RUN,
    "token": ORGANISERS,
    "invitationtoken": ORGANISERS,
    "importrow": ORGANISERS,
    "importfault": ORGANISERS,
    "letter": ORGANISERS,
    "lettername": ORGANISERS,
    "reason": RUN,
    "expert": TEAM,
    "correction": ORGANISERS,
    "evidencecaption": CHECKERS,
    "evidencefile": CHECKERS,
    "publication": CHECKERS,
    "statement": CHECKERS,
    "package": CHECKERS,
    "followup": TEAM,
    "taken": ORGANISERS,
    "kept": ORGANISERS,
    # of the organiser of the own place and of nobody else; an index is shown to whoever enters figures
    "comparison": {"organiser"},
    "indexrun": ORGANISERS,
    "figureimport": {"organiser"},
    "contact": TEAM,
    "contactmail": TEAM,
    "takenback": ORGANISERS,
    # planning documents are kept by organisers of anything; a table under way is for who sent it
    "plan": set(ROLES_OF_PLANS),
    "goal": set(ROLES_OF_PLANS),
    "planproject": set(ROLES_OF_PLANS),
    "planindicator": set(ROLES_OF_PLANS),
    "planvalue": set(ROLES_OF_PLANS),
    "planfault": {"organiser"},
    # a draft of cooperation is its partners' own, and of who organises the programme it stands in
    "case": set(ORGANISERS),
    "casereason": set(ORGANISERS),
    "stepanswer": set(ORGANISERS),
    "stepnotes": set(ORGANISERS),
    "partneranswer": set(ORGANISERS),
    "steppaper": set(ORGANISERS),
    "seatname": set(ORGANISERS),
    "conclusions": set(ORGANISERS),
    "casebrief": set(ORGANISERS),
    "caseletter": set(ORGANISERS),
    "agreement": set(ORGANISERS),
    "clause": set(ORGANISERS),
    "comment": set(ORGANISERS),
    "signatory": set(ORGANISERS),
    "decision": set(ORGANISERS),
    "refusal": set(ORGANISERS),
    "agreementfault": {"organiser"},
    "costsource": set(ORGANISERS),
    "jointsource": set(ORGANISERS),
    "site": set(ORGANISERS),
    "jointdecision": set(ORGANISERS),
    "jointdocument": set(ORGANISERS),
    "jointfigure": set(ORGANISERS),
    "jointfile": set(ORGANISERS),
    "jointfunder": set(ORGANISERS),
    "jointline": set(ORGANISERS),
    "jointpart": set(ORGANISERS),
    "jointproject": set(ORGANISERS),
    "jointresponsible": set(ORGANISERS),
    "jointresult": set(ORGANISERS),
    "milestone": set(ORGANISERS),
    "risk": set(ORGANISERS),
    "jointfault": {"organiser"},
    # a draft of a training programme is of who runs, teaches or takes part in it
    "training": set(ORGANISERS),
    "module": set(ORGANISERS),
    "cohort": set(ORGANISERS),
    "teamaims": set(ORGANISERS),
    "learner": set(ORGANISERS),
    "trainer": set(ORGANISERS),
    "graduate": set(ORGANISERS),
    "graduatereason": set(ORGANISERS),
    "homework": set(ORGANISERS),
    "homeworkfile": set(ORGANISERS),
    "handin": set(ORGANISERS),
    "handinfile": set(ORGANISERS),
    "remark": set(ORGANISERS),
    "remarkfile": set(ORGANISERS),
    "material": set(ORGANISERS),
    "materialfile": set(ORGANISERS),
    "coaching": set(ORGANISERS),
    "twinaim": set(ORGANISERS),
    "twinmeeting": set(ORGANISERS),
    "criterion": set(ORGANISERS),
    "application": set(ORGANISERS),
    "applicationanswer": set(ORGANISERS),
    "applicationdraft": set(),  # the applicant's own
    "applicant": set(ORGANISERS),
    "named": set(ORGANISERS),
    "scorenote": set(ORGANISERS),
    "minutes": set(ORGANISERS),
    "selectionreason": set(ORGANISERS),
    # an angel who is not public is shown to organisers of anything; a request to those of its programme
    "angelabout": {"organiser", "stranger"},
    "angeltime": {"organiser", "stranger"},
    "angelrequest": set(ORGANISERS),
    "angelwanted": set(ORGANISERS),
    "angelaims": set(ORGANISERS),
    "visitaims": set(ORGANISERS),
    "angelreason": set(ORGANISERS),
    "visitdone": set(ORGANISERS),
    "visitnotes": set(ORGANISERS),
    "advicetext": set(ORGANISERS),
    "recommendation": set(ORGANISERS),
    "angelround": set(ORGANISERS),
    # a draft of a learning network is of who runs it or takes part; so is a story that comes from it
    "networktitle": set(ORGANISERS),
    "networkaims": set(ORGANISERS),
    "networkperson": set(ORGANISERS),
    "networktask": set(ORGANISERS),
    "networknote": set(ORGANISERS),
    "networktarget": set(ORGANISERS),
    "networkyear": set(ORGANISERS),
    "practicestory": set(ORGANISERS),
    "practicedone": set(ORGANISERS),
    "practicephoto": set(ORGANISERS),
    # a plan that is not published is its team's and theirs who run the cohort; so is a story until it is published
    "communityplan": set(ORGANISERS),
    "planabout": set(ORGANISERS),
    "planasset": set(ORGANISERS),
    "planactor": set(ORGANISERS),
    "planactivity": set(ORGANISERS),
    "plancame": set(ORGANISERS),
    "plancomment": set(ORGANISERS),
    "planversion": set(ORGANISERS),
    "impression": set(ORGANISERS),
    "impressiontext": set(ORGANISERS),
    "impressionalt": set(ORGANISERS),
    "impressionphoto": set(),  # what the camera wrote beside the picture is told to nobody
    # a peer review is its municipality's, its team's and the organisers'; what the team notes is the team's alone
    "peerreview": set(ORGANISERS),
    "peerwanted": set(ORGANISERS),
    "peertheme": set(ORGANISERS),
    "peerplan": set(ORGANISERS),
    "peerprogress": set(ORGANISERS),
    "peername": set(ORGANISERS),
    "peerstatement": set(ORGANISERS),
    "peerwhom": set(ORGANISERS),
    "peertopic": set(ORGANISERS),
    "peerreport": set(ORGANISERS),
    "peerstrength": set(ORGANISERS),
    "peerconsider": set(ORGANISERS),
    "peerrecommendation": set(ORGANISERS),
    "peeranswer": set(ORGANISERS),
    "peerdraft": set(ORGANISERS),
    "peerwork": set(),
    "teamnote": set(),
    # what a partner said of itself is its own and the partners': no organiser and no administrator reads it
    "figuresource": set(),
    "figurelevel": set(),
    "figurepeople": set(),
    "costcolumn": set(),
    "groups": set(),
    # an assessment's words are known inside its cohort; whom a person asked is that person's alone
    "assesseditem": set(ORGANISERS),
    "supervisor": set(),
    "supervisormail": set(),
    # what a public event's privacy notice tells; of a hidden project it tells nobody
    "place": set(ROLES),
    "lawofproject": set(ROLES),
} | planted_initiatives.KNOWN_TO
"""Who may know of what is planted in their own project. In the hidden one it is the administrator alone."""
REGISTER = {"name", "email", "phone", "invited", "invitedemail", "expert", "jointresponsible", "learner", "trainer"}
REGISTER |= {"applicant", "networkperson"}
REGISTER |= {"applicant", "peername"}
"""What stands in the register of persons, which organisers of anything keep (`people.access.may_keep_people`)."""
CONTACTS = {"contact": TEAM, "contactmail": TEAM, "takenback": ORGANISERS}
"""What an area's resources tell those on the team of anything, and organisers of anything, wherever the area lies."""
PLANS = {"plan", "goal", "planproject", "planindicator", "planvalue"}
"""They belong to an area and to no project: who keeps them keeps those of the hidden place too."""
BY_LINK = re.compile(r"^(r|f|i|signin|q|c|w|t|badges)/")
"""Whoever holds such an address holds its secret; what it opens is asked by those rooms' own tests. In the hidden
place it opens nothing, as long as the event is a draft; certificates and their badges outlive what they attest."""
OUTLIVE = ("events:certificate", "learning:own_", "learning:badge_")


OPEN_DEEDS = {
    "events:register",
    "events:register_colleague",
    "events:resend_link",
    "events:self_check_in",
    "workshops:join",
    "people:edit_me",
    "people:withdraw",
    "people:erase_me",
    "protection:restrict_me",
    # for whoever may organise something, their own work
    "people:new_person",
    "people:new_organisation",
    "people:invite",
    "needs:catalogue",
    "indicators:new_indicator",
    "indicators:edit_indicator",
    "indicators:take_back",
    # for whoever works for an organisation of the register, what that organisation begins
    "cooperation:new_case",
    "cooperation:new_project",
    "learning:new_angel_request",
    "learning:new_community_plan",
    "learning:new_peer_review",
    # organisers of anything invite; whoever signs in speaks of themselves
    "learning:invite_angel",
    "learning:edit_angel",
    "learning:withdraw_angel",
    # organisers of anything tell of the municipalities of the register
    "learning:new_story",
    # for everybody who signs in, their own comparisons
    "indicators:keep_comparison",
    "indicators:copy_comparison",
    "indicators:compute_index",
    "indicators:send_table",
    "resources:new",
    "resources:edit",
    "resources:confirm",
    "resources:withdraw",
    "resources:restore",
    "resources:material",
    "resources:material_deed",
    "resources:photo_words",
    "resources:send_table",
} | planted_initiatives.OPEN_DEEDS
"""Deeds that are for everybody, or for every organiser, or about oneself."""
AUDITORS_DEEDS = {"evidence:ask", "evidence:ask_of_project"}
"""What an auditor has made for them: the event file as it stands."""
OF_THE_PROGRAMME = {
    "needs:record",
    "needs:framework",
    "needs:competence",
    "needs:move_competence",
    "needs:retire_competence",
    "needs:restore_competence",
    "needs:new_measure",
    "needs:take_measure",
    "needs:new_follow_up",
    "needs:block_day",
    "evidence:new_own_item",
    "evidence:own_item",
    "evidence:retire_own_item",
    "evidence:restore_own_item",
}
"""Deeds on what the projects of a programme share; both places here belong to one."""


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "roles"):
        yield build()


@dataclass(frozen=True)
class Walk:
    """What one role met."""

    met: list[Asked]
    faults: list[str]


@pytest.fixture(scope="module")
def walks(world: World) -> Callable[[str, str], Walk]:
    """A role's walk over all addresses, by question or by deed, made when it is first asked for."""
    tables = Tables()
    tables.plant()

    @cache
    def walk(role: str, method: str) -> Walk:
        faults: list[str] = []
        return Walk(list(asked(world, tables, role, method, faults)), faults)

    return walk


def may_know(role: str, place: Place, kind: str, address: Address) -> bool:
    if role == "administrator":
        return True
    if role in ("stranger", "organiser") and kind in REGISTER and address.name.startswith("people:"):
        return True
    if role in ROLES_OF_PLANS and kind in PLANS:
        return True
    if role in ("stranger", "organiser") and kind == "kept" and address.name.startswith("needs:catalogue"):
        return True
    if role in ("stranger", "organiser") and kind == "indexrun":
        return True  # whoever enters figures sees every index that may be published
    if kind in CONTACTS and address.name.startswith("resources:"):
        return role in CONTACTS[kind] or role == "stranger"
    return place.mark == "own" and role in KNOWN_TO[kind]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", ROLES)
def test_no_address_breaks_or_tells_more_than_one_may_know(
    world: World, walks: Callable[[str, str], Walk], role: str, method: str
) -> None:
    walk = walks(role, method)
    faults = list(walk.faults)
    whose = {word: (place, kind) for place in (world.own, world.hidden) for kind, word in place.words.items()}
    for each in walk.met:
        if BY_LINK.match(each.address.route) and (each.place == "own" or each.address.name.startswith(OUTLIVE)):
            continue
        faults += [
            f"{role} {method} {each.path} ({each.address.name}, {each.status}) tells {word}"
            for word in each.told
            if not may_know(role, *whose[word], each.address)
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_asking_changes_nothing(walks: Callable[[str, str], Walk], role: str) -> None:
    faults = [
        f"{role} GET {each.path} ({each.address.name}, {each.status}) changes {sorted(each.changed)}"
        for each in walks(role, "GET").met
        if each.changed
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_project_s_own_change_anything(walks: Callable[[str, str], Walk], role: str) -> None:
    faults = []
    for each in walks(role, "POST").met:
        here = each.place == "own" or each.address.name in OF_THE_PROGRAMME
        mine = role == "administrator" or (here and role in RUN)
        mine = mine or (here and role == "auditor" and each.address.name in AUDITORS_DEEDS)
        mine = mine or (role in ROLES_OF_PLANS and each.address.name.startswith("plans:"))
        if each.changed and not mine and each.address.name not in OPEN_DEEDS and not BY_LINK.match(each.address.route):
            faults.append(
                f"{role} POST {each.path} ({each.address.name}, {each.status}) changes {sorted(each.changed)}"
            )
    assert not faults, "\n".join(faults)
    # That the walk came to where something can be done at all.
    assert sum(bool(each.changed) for each in walks(role, "POST").met) > (10 if role in RUN else 0)


def test_the_table_of_who_may_what_is_current(walks: Callable[[str, str], Walk]) -> None:
    """It is made from the addresses by these very requests: TALKA_WRITE_MATRIX=1 with this test writes it anew."""
    now = written({(role, method): walks(role, method).met for role in ROLES for method in ("GET", "POST")})
    if os.environ.get("TALKA_WRITE_MATRIX"):
        FILE.write_text(now, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == now, (
        "run this test once with TALKA_WRITE_MATRIX=1 and look at what changed"
    )
