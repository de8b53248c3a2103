from django.urls import include, path

from .api import addresses, openapi
from .views import findings, indicators, open_data, reports, tables, trail, values

app_name = "results"
urlpatterns = [
    path("e/<slug:slug>/findings/", findings.findings, name="findings"),
    path("e/<slug:slug>/findings.pdf", findings.findings_as_pdf, name="findings_pdf"),
    path("e/<slug:slug>/findings.docx", findings.findings_as_docx, name="findings_docx"),
    path("e/<slug:slug>/findings.pptx", findings.findings_as_pptx, name="findings_pptx"),
    path("e/<slug:slug>/findings.xlsx", findings.findings_as_xlsx, name="findings_xlsx"),
    path("e/<slug:slug>/article.docx", findings.article_as_docx, name="article_docx"),
    path("trail/<slug:kind>/<str:pk>/", trail.trail, name="trail"),
    path("trail/<slug:kind>/<str:pk>.svg", trail.trail_as_picture, name="trail_picture"),
    # Open data of programmes: the same for everybody.
    path("programmes/<slug:slug>/data/", open_data.data, name="data"),
    path("programmes/<slug:slug>/data/datapackage.json", open_data.package, name="data_package"),
    path("programmes/<slug:slug>/data/<slug:table>.csv", open_data.csv, name="data_csv"),
    path("programmes/<slug:slug>/data/<slug:table>.json", open_data.json, name="data_json"),
    path("api/v1/", open_data.api, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(addresses())),
    # What a project has reached: as far as its organisers show it to everybody, all of it to the team.
    path("p/<slug:programme>/<slug:slug>/results/", indicators.results, name="results"),
    path("p/<slug:programme>/<slug:slug>/results/<int:pk>/", indicators.indicator, name="indicator"),
    # Where organisers keep it.
    path("projects/<slug:slug>/results/new/", indicators.new, name="new_indicator"),
    path("projects/<slug:slug>/results/export/<str:ending>/", tables.export_indicators, name="export_indicators"),
    path("projects/<slug:slug>/results/import/", tables.import_indicators, name="import_indicators"),
    path("projects/<slug:slug>/results/<int:pk>/edit/", indicators.edit, name="edit_indicator"),
    path("projects/<slug:slug>/results/<int:pk>/move/", indicators.move, name="move_indicator"),
    path("projects/<slug:slug>/results/<int:pk>/retire/", indicators.retire, name="retire_indicator"),
    path("projects/<slug:slug>/results/<int:pk>/restore/", indicators.restore, name="restore_indicator"),
    path("projects/<slug:slug>/results/<int:pk>/values/new/", values.new, name="new_value"),
    path("projects/<slug:slug>/results/<int:pk>/values/<int:number>/", values.correct, name="value"),
    path("projects/<slug:slug>/results/<int:pk>/values/<int:number>/withdraw/", values.withdraw, name="withdraw_value"),
    path("projects/<slug:slug>/results/<int:pk>/values/<int:number>/file/", values.file, name="value_file"),
    # Reports to the funder: the team reads them, organisers write them.
    path("projects/<slug:slug>/reports/", reports.reports, name="reports"),
    path("projects/<slug:slug>/reports/new/", reports.new, name="new_report"),
    path("projects/<slug:slug>/reports/<int:pk>/", reports.report, name="report"),
    path("projects/<slug:slug>/reports/<int:pk>/edit/", reports.edit, name="edit_report"),
    path("projects/<slug:slug>/reports/<int:pk>/hand-in/", reports.hand_in, name="hand_in_report"),
    path("projects/<slug:slug>/reports/<int:pk>/anew/", reports.anew, name="begin_report_anew"),
    path("projects/<slug:slug>/reports/<int:pk>/discard/", reports.discard, name="discard_report"),
    path("projects/<slug:slug>/reports/<int:pk>/evidence/<int:number>/", reports.evidence, name="report_evidence"),
    path("projects/<slug:slug>/reports/<int:pk>/<slug:language>.docx", reports.as_docx, name="report_docx"),
    path("projects/<slug:slug>/reports/<int:pk>/<slug:language>.pdf", reports.as_pdf, name="report_pdf"),
    path("projects/<slug:slug>/reports/<int:pk>/<slug:language>.xlsx", reports.as_xlsx, name="report_xlsx"),
]
