from django.urls import path

from .views import parts, programmes, projects, public, publicity, team

app_name = "programmes"
urlpatterns = [
    # What everybody sees.
    path("p/", public.programmes, name="programmes"),
    path("p/<slug:slug>/", public.programme, name="programme"),
    path("p/<slug:programme>/<slug:slug>/", public.project, name="project"),
    path("p/<slug:programme>/<slug:slug>/logos/<int:pk>/", public.logo, name="logo"),
    # Where teams work.
    path("projects/", projects.mine, name="mine"),
    path("programmes/new/", programmes.new, name="new_programme"),
    path("programmes/<slug:slug>/edit/", programmes.edit, name="edit_programme"),
    path("programmes/<slug:slug>/archive/", programmes.archive, name="archive_programme"),
    path("programmes/<slug:slug>/restore/", programmes.restore, name="restore_programme"),
    path("programmes/<slug:slug>/team/", team.programme_team, name="programme_team"),
    path("programmes/<slug:slug>/team/<int:pk>/remove/", team.remove_from_programme, name="remove_from_programme"),
    path("programmes/<slug:slug>/projects/new/", projects.new, name="new_project"),
    path("projects/<slug:slug>/", projects.work, name="work"),
    path("projects/<slug:slug>/edit/", projects.edit, name="edit_project"),
    path("projects/<slug:slug>/archive/", projects.archive, name="archive_project"),
    path("projects/<slug:slug>/restore/", projects.restore, name="restore_project"),
    path("projects/<slug:slug>/logos/", projects.logos, name="logos"),
    path("projects/<slug:slug>/logos/<int:pk>/remove/", projects.remove_logo, name="remove_logo"),
    path("projects/<slug:slug>/logos/<int:pk>/wanted/", publicity.name_logo, name="name_logo"),
    path("projects/<slug:slug>/publicity/", publicity.overview, name="publicity"),
    path("projects/<slug:slug>/publicity/text/", publicity.take_text, name="take_funders_text"),
    path("projects/<slug:slug>/publicity/duties/<slug:key>/", publicity.duty, name="publicity_duty"),
    path("projects/<slug:slug>/publicity/duties/<slug:key>/reopen/", publicity.reopen, name="reopen_duty"),
    path("projects/<slug:slug>/activities/", parts.activities, name="activities"),
    path("projects/<slug:slug>/activities/<int:pk>/", parts.activity, name="activity"),
    path("projects/<slug:slug>/activities/<int:pk>/remove/", parts.remove_activity, name="remove_activity"),
    path("projects/<slug:slug>/budget/", parts.budget, name="budget"),
    path("projects/<slug:slug>/budget/export/<str:ending>/", parts.export_budget, name="export_budget"),
    path("projects/<slug:slug>/budget/import/", parts.import_budget, name="import_budget"),
    path("projects/<slug:slug>/budget/<int:pk>/", parts.budget_line, name="budget_line"),
    path("projects/<slug:slug>/budget/<int:pk>/remove/", parts.remove_budget_line, name="remove_budget_line"),
    path("projects/<slug:slug>/partners/", parts.partners, name="partners"),
    path("projects/<slug:slug>/partners/<int:pk>/remove/", parts.remove_partner, name="remove_partner"),
    path("projects/<slug:slug>/team/", team.project_team, name="team"),
    path("projects/<slug:slug>/team/<int:pk>/remove/", team.remove_from_project, name="remove_from_project"),
]
