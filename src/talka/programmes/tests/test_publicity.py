"""Publicity beside what the funder wants: what is missing is told, and a project may differ with a reason."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from talka.programmes.actions import add_logo, keep_own_text, name_logo, save_duty, save_project, take_funders_text
from talka.programmes.actions.projects import ProjectData
from talka.programmes.actions.publicity import DutyData
from talka.programmes.factories import ProgrammeFactory, ProjectFactory, TeamMemberFactory, both
from talka.programmes.funders import template_with, templates, words
from talka.programmes.models import Logo, Project, PublicityDuty
from talka.programmes.publicity import publicity_of
from talka.programmes.publicity_check import publicity_check
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
KEYS = [one.key for one in templates(illustrative=True)]


def project_of(key: str, **more) -> Project:
    programme = ProgrammeFactory(illustrative=key == "izdomats-fonds")
    return ProjectFactory(
        programme=programme, funder_template=key, number="N-1", title=both("Kopā", "Together"), **more
    )


def organiser_of(project: Project):
    return TeamMemberFactory(project=project).person


def picture(side: int) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (side, side), (0, 90, 60)).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


@pytest.mark.parametrize("key", KEYS)
def test_the_text_of_the_file_is_filled_and_taken_in_both_languages(key):
    project = project_of(key)
    by = organiser_of(project)
    check = publicity_check(project)
    assert check.text_differs
    project = take_funders_text(project, by=by)
    for language in ("lv", "en"):
        with translation.override(language):
            said, rule = str(project.publicity), words(template_with(key).publicity.text)
            title = str(project.title)
            assert title in said and "N-1" in said and "{" not in said
            assert said == rule.format(
                project=title, number="N-1", funder=words(template_with(key).funder), budget="", programme="",
                promoter="", website="",
            )  # fmt: skip
            assert publicity_of(project).text == said
    again = publicity_check(project)
    assert not again.text_differs


@pytest.mark.parametrize("key", KEYS)
def test_everything_missing_is_told_until_it_is_there(key):
    project = project_of(key, publicity="")
    by, rules = organiser_of(project), template_with(key).publicity
    with translation.override("en"):
        missing = publicity_check(project).missing
        assert "The publicity text is missing." in missing
        assert len(missing) == 1 + len(rules.logos) + len(rules.duties)
        project = take_funders_text(project, by=by)
        for logo in rules.logos:
            add_logo(project, picture(300), "logo.png", "Zīme", wanted=logo.key, by=by)
        for duty in rules.duties:
            save_duty(project, duty.key, DutyData("done", dt.date(2026, 5, 5)), by=by)
        assert publicity_check(project).missing == ()


def test_a_text_that_differs_needs_a_reason_and_keeps_it_until_the_funders_is_taken():
    project = project_of("eraf-2021-27")
    by = organiser_of(project)
    with translation.override("en"):
        assert any("differs" in fault for fault in publicity_check(project).missing)
        project = keep_own_text(project, "Saskaņots ar iestādi 3. maijā", by=by)
        assert not any("differs" in fault for fault in publicity_check(project).missing)
        assert publicity_check(project).text_differs
    assert take_funders_text(project, by=by).publicity_reason == ""


def test_a_logo_that_is_too_small_or_in_the_wrong_place_is_told():
    project = project_of("izdomats-fonds")
    by = organiser_of(project)
    add_logo(project, picture(199), "logo.png", "Zīme", wanted="fund", by=by)
    with translation.override("en"):
        assert any("199 pixels" in fault for fault in publicity_check(project).missing)
    project = project_of("eraf-2021-27")
    by = organiser_of(project)
    for key in ("nap2027", "eu-emblem"):
        add_logo(project, picture(300), "logo.png", key, wanted=key, by=by)
    assert [logo.wanted for logo in project.logos.all()] == ["eu-emblem", "nap2027"], "they take the funder's order"
    assert not publicity_check(project).order_differs
    Logo.objects.filter(wanted="eu-emblem").update(order=9)
    assert publicity_check(project).order_differs
    name_logo(project.logos.first(), "", by=by)
    assert [one.logo is None for one in publicity_check(project).logos] == [False, True]


def test_a_duty_does_not_go_away_without_a_reason_and_foreign_duties_are_refused():
    project = project_of("eraf-2021-27")
    by = organiser_of(project)
    with pytest.raises(Refusal):
        save_duty(project, "poster", DutyData("not_needed", note=" "), by=by)
    with pytest.raises(Refusal):
        save_duty(project, "embassy", DutyData("done"), by=by)
    save_duty(project, "poster", DutyData("not_needed", note="Tiešsaistes projekts"), by=by)
    assert PublicityDuty.objects.get().note == "Tiešsaistes projekts"


def test_without_a_template_nothing_is_checked():
    project = project_of("")
    assert publicity_check(project) is None
    page = Client()
    page.force_login(organiser_of(project).account)
    said = page.get(f"/projects/{project.slug}/").content.decode()
    assert 'id="funder"' not in said
    assert page.get(f"/projects/{project.slug}/publicity/").status_code == 200


def test_the_page_is_read_by_the_team_and_changed_by_organisers():
    project = project_of("eraf-2021-27")
    viewer = TeamMemberFactory(project=project, role="viewer").person
    client = Client(headers={"accept-language": "en"})
    client.force_login(viewer.account)
    address = f"/projects/{project.slug}/publicity/"
    said = client.get(address).content.decode()
    assert "Regul" in said and "take" not in said.lower().split("<main")[1][:200]
    assert f"{address}text/" not in said and f"{address}duties/" not in said
    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.post(f"{address}text/").status_code == 404
    assert client.post(f"{address}duties/poster/", {"state": "done"}).status_code == 404
    project.refresh_from_db()
    assert project.publicity_reason == "" and not PublicityDuty.objects.exists()
    client.force_login(organiser_of(project).account)
    assert client.post(f"{address}duties/poster/", {"state": "done", "note": "A3 pie ieejas"}).status_code == 302
    assert client.post(f"{address}duties/poster/", {"state": "not_needed"}).status_code == 422
    assert client.get(f"{address}duties/no-such/").status_code == 404
    assert client.post(f"{address}text/").status_code == 302
    assert "A3 pie ieejas" in client.get(address).content.decode()
    assert client.post(f"{address}duties/poster/reopen/").status_code == 302
    assert not PublicityDuty.objects.exists()


def test_a_fictional_funder_is_for_made_up_programmes_alone():
    project = project_of("")
    by = organiser_of(project)
    with pytest.raises(Refusal):
        save_project(ProjectData(title="T", funder_template="izdomats-fonds"), project=project, by=by)
    with pytest.raises(Refusal):
        save_project(ProjectData(title="T", funder_template="nowhere"), project=project, by=by)
    row = save_project(ProjectData(title="T", funder_template="eraf-2021-27"), project=project, by=by)
    assert row.funder_template == "eraf-2021-27"
    Project.objects.filter(pk=row.pk).update(funder_template="gone-since")
    row.refresh_from_db()
    assert save_project(ProjectData(title="T", funder_template="gone-since"), project=row, by=by).title == "T"


def test_one_number_of_queries_however_many_duties_are_done():
    project = Project.objects.select_related("programme").get(pk=project_of("eraf-2021-27").pk)
    by = organiser_of(project)
    counts = []
    for key in ("website", "poster", "statement"):
        save_duty(project, key, DutyData("done"), by=by)
        with CaptureQueriesContext(connection) as caught:
            publicity_check(project)
        counts.append(len(caught))
    assert counts == [3, 3, 3]
