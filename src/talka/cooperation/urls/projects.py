"""Addresses of joint projects."""

from django.urls import path

from ..views import (
    project_course,
    project_money,
    project_overview,
    project_partners,
    project_tables,
    projects,
)

PROJECT = "cooperation/project/<slug:slug>"
urlpatterns = [
    path("cooperation/cases/<slug:slug>/projects/", projects.of_case, name="case_projects"),
    path("cooperation/projects/", projects.projects, name="projects"),
    path("cooperation/projects/investments/", project_overview.investments, name="investments"),
    path("cooperation/projects/tables/in/", project_tables.send, name="import_projects"),
    path("cooperation/projects/tables/in/<str:key>/", project_tables.table, name="project_table"),
    path("cooperation/projects/tables/<slug:table>.<slug:ending>", project_tables.export, name="projects_table"),
    path("cooperation/projects/new/", projects.new, name="new_project"),
    path(f"{PROJECT}/", projects.project, name="project"),
    path(f"{PROJECT}/fiche.pdf", projects.fiche, name="project_fiche"),
    path(f"{PROJECT}/edit/", projects.edit, name="edit_project"),
    path(f"{PROJECT}/state/", projects.state, name="project_state"),
    path(f"{PROJECT}/move/", projects.move, name="move_project"),
    path(f"{PROJECT}/publish/", projects.publish, name="publish_project"),
    path(f"{PROJECT}/unpublish/", projects.unpublish, name="unpublish_project"),
    path(f"{PROJECT}/retire/", projects.retire, name="retire_project"),
    path(f"{PROJECT}/restore/", projects.restore, name="restore_project"),
    path(f"{PROJECT}/name/", projects.name, name="project_name"),
    path(f"{PROJECT}/causes/", projects.causes, name="project_causes"),
    path(f"{PROJECT}/partners/", project_partners.partners, name="project_partners"),
    path(f"{PROJECT}/partners/<int:pk>/", project_partners.partner, name="project_partner"),
    path(f"{PROJECT}/partners/<int:pk>/lead/", project_partners.lead, name="project_lead"),
    path(f"{PROJECT}/partners/<int:pk>/agree/", project_partners.agree, name="project_agree"),
    path(f"{PROJECT}/partners/<int:pk>/leave/", project_partners.leave, name="project_leave"),
    path(f"{PROJECT}/money/", project_money.money, name="project_money"),
    path(f"{PROJECT}/money/lines/new/", project_money.new_line, name="new_budget_line"),
    path(f"{PROJECT}/money/lines/<int:pk>/", project_money.line, name="budget_line"),
    path(f"{PROJECT}/money/funders/new/", project_money.funding, name="new_funding"),
    path(f"{PROJECT}/money/funders/<int:pk>/", project_money.funding, name="funding"),
    path(f"{PROJECT}/money/spent/new/", project_money.spent, name="new_spending"),
    path(f"{PROJECT}/money/spent/<int:pk>/", project_money.spent, name="spending"),
    path(f"{PROJECT}/course/", project_course.course, name="project_course"),
    path(f"{PROJECT}/results/", project_course.results, name="project_results"),
    path(f"{PROJECT}/results/<int:pk>/figures/new/", project_course.new_figure, name="new_project_figure"),
    path(f"{PROJECT}/figures/<int:pk>/", project_course.figure, name="project_figure"),
    path(f"{PROJECT}/decisions/<int:pk>/file/", project_course.decision_file, name="project_decision_file"),
    path(f"{PROJECT}/parts/<slug:kind>/new/", project_course.part, name="new_project_part"),
    path(f"{PROJECT}/parts/<slug:kind>/<int:pk>/", project_course.part, name="project_part"),
    path(f"{PROJECT}/parts/<slug:kind>/<int:pk>/<slug:deed>/", project_course.stand, name="stand_project_part"),
]
