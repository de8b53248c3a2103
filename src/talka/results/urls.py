from django.urls import include, path

from .api import addresses, openapi
from .views import findings, open_data

app_name = "results"
urlpatterns = [
    path("e/<slug:slug>/findings/", findings.findings, name="findings"),
    path("e/<slug:slug>/findings.pdf", findings.findings_as_pdf, name="findings_pdf"),
    path("e/<slug:slug>/findings.docx", findings.findings_as_docx, name="findings_docx"),
    path("e/<slug:slug>/findings.pptx", findings.findings_as_pptx, name="findings_pptx"),
    path("e/<slug:slug>/findings.xlsx", findings.findings_as_xlsx, name="findings_xlsx"),
    path("e/<slug:slug>/article.docx", findings.article_as_docx, name="article_docx"),
    path("trail/<slug:kind>/<str:pk>/", findings.trail, name="trail"),
    path("trail/<slug:kind>/<str:pk>.svg", findings.trail_as_picture, name="trail_picture"),
    path("programmes/<slug:slug>/data/", open_data.data, name="data"),
    path("programmes/<slug:slug>/data/datapackage.json", open_data.package, name="data_package"),
    path("programmes/<slug:slug>/data/<slug:table>.csv", open_data.csv, name="data_csv"),
    path("programmes/<slug:slug>/data/<slug:table>.json", open_data.json, name="data_json"),
    path("api/v1/", open_data.api, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(addresses())),
]
