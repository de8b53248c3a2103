from django.urls import path, re_path

from .views import facts, papers, requests

app_name = "protection"
ENDING = r"(?P<ending>pdf|docx)"
urlpatterns = [
    path("privacy/", papers.privacy, name="privacy"),
    path("accessibility/", papers.accessibility, name="accessibility"),
    path("protection/", papers.overview, name="overview"),
    path("protection/facts/", facts.of_installation, name="facts"),
    path("protection/requests/", requests.requests, name="requests"),
    path("protection/requests/<int:number>/", requests.one, name="request"),
    path("protection/documents/<slug:name>/", papers.paper, name="paper"),
    re_path(rf"^protection/documents/(?P<name>[a-z]+)\.{ENDING}$", papers.paper, name="paper_file"),
    path("programmes/<slug:slug>/protection/", facts.of_programme, name="programme_facts"),
    path("projects/<slug:slug>/protection/", papers.project, name="project"),
    path("projects/<slug:slug>/protection/facts/", facts.of_project, name="project_facts"),
    path("projects/<slug:slug>/protection/<slug:name>/", papers.project_paper, name="project_paper"),
    re_path(
        rf"^projects/(?P<slug>[-\w]+)/protection/(?P<name>[a-z]+)\.{ENDING}$",
        papers.project_paper,
        name="project_paper_file",
    ),
    path("people/p/<str:key>/restrict/", requests.restrict, name="restrict"),
    path("me/restrict/", requests.restrict_me, name="restrict_me"),
]
