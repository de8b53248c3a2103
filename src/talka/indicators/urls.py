from django.urls import path

from .views import catalogue, profile, tables

app_name = "indicators"
urlpatterns = [
    path("indicators/", catalogue.indicators, name="indicators"),
    path("indicators/new/", catalogue.new_indicator, name="new_indicator"),
    path("indicators/tables/", tables.entered, name="tables"),
    path("indicators/tables/send/", tables.send, name="send_table"),
    path("indicators/tables/in/<str:key>/", tables.incoming, name="table_in"),
    path("indicators/tables/in/<str:key>/tell/", tables.tell, name="tell_table"),
    path("indicators/tables/in/<str:key>/areas/", tables.tell_areas, name="tell_areas"),
    path("indicators/tables/in/<str:key>/accept/", tables.accept, name="accept_table"),
    path("indicators/tables/in/<str:key>/drop/", tables.drop, name="drop_table"),
    path("indicators/tables/<str:key>/", tables.release, name="release"),
    path("indicators/tables/<str:key>/take-back/", tables.take_back, name="take_back"),
    path("indicators/<slug:key>/", catalogue.indicator, name="indicator"),
    path("indicators/<slug:key>/edit/", catalogue.edit_indicator, name="edit_indicator"),
    path("indicators/<slug:key>/in/<slug:area>/", catalogue.history, name="history"),
    path("areas/<slug:key>/profile.pdf", profile.profile_as_pdf, name="profile_pdf"),
    path("areas/<slug:key>/profile.docx", profile.profile_as_docx, name="profile_docx"),
    path("areas/<slug:key>/charts/<str:digest>.svg", profile.chart, name="chart"),
]
