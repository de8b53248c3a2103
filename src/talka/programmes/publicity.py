"""Whose money it is: what every public page and document of a project carries."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from talka.documents import publicity as documents
from talka.documents.storage import open_file

from .models import Project


@dataclass(frozen=True)
class LogoShown:
    url: str
    alt: str


@dataclass(frozen=True)
class Publicity:
    """What `ui/page.html` shows at the foot of a page; `illustrative` makes the ribbon "made-up data"."""

    title: str
    number: str
    text: str
    logos: tuple[LogoShown, ...]
    illustrative: bool
    url: str


def publicity_of(project: Project) -> Publicity:
    """For pages, in the active language. One query (logos), and one more where the programme is not read yet."""
    address = [project.programme.slug, project.slug]
    return Publicity(
        title=str(project.title),
        number=project.number,
        text=str(project.publicity) or str(project.funder),
        logos=tuple(
            LogoShown(reverse("programmes:logo", args=[*address, logo.pk]), str(logo.alt))
            for logo in project.logos.all()
        ),
        illustrative=project.programme.illustrative,
        url=reverse("programmes:project", args=address),
    )


def publicity_for_documents(project: Project) -> documents.Publicity:
    """For papers, in the active language: the logos as bytes. A logo whose file is gone is left out."""
    logos = []
    for logo in project.logos.all():
        with contextlib.suppress(FileNotFoundError, OSError), open_file(logo.file.name or "") as file:
            logos.append(documents.Picture(file.read(), str(logo.alt)))
    return documents.Publicity(
        project=str(project.title),
        number=project.number,
        funder=str(project.funder),
        text=str(project.publicity),
        links=(project.website,) if project.website else (),
        logos=tuple(logos),
    )


def attested(project: Project) -> dict[str, str]:
    """What a certificate keeps of the project, in the active language, as it is today."""
    return {
        "organiser": str(project.controller),
        "project": str(project.title),
        "number": project.number,
        "funder": str(project.funder) or str(project.programme.funder),
        "publicity": str(project.publicity),
    }


def publicity_attested(words: Mapping[str, str], logos: tuple[documents.Picture, ...] = ()) -> documents.Publicity:
    """What `attested` kept, for papers."""
    return documents.Publicity(
        project=words["project"],
        number=words["number"],
        funder=words["funder"],
        text=words["publicity"],
        logos=logos,
    )
