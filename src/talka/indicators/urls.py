from django.urls import path

from .views import catalogue, compare, index, kept, tables

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
    path("compare/", compare.compare, name="compare"),
    path("compare/table.<str:ending>", compare.table, name="compare_table"),
    path("compare/index/", index.indices, name="indices"),
    path("compare/index/compute/", index.compute, name="compute_index"),
    path("compare/index/<int:number>/", index.index, name="index"),
    path("compare/index/<int:number>/publish/", index.publish, name="publish_index"),
    path("compare/keep/", kept.keep, name="keep_comparison"),
    path("compare/kept/", kept.kept, name="kept"),
    path("compare/kept/<str:key>/", kept.comparison, name="kept_comparison"),
    path("compare/kept/<str:key>/rename/", kept.rename, name="rename_comparison"),
    path("compare/kept/<str:key>/share/", kept.share, name="share_comparison"),
    path("compare/kept/<str:key>/refresh/", kept.refresh, name="refresh_comparison"),
    path("compare/kept/<str:key>/copy/", kept.copy, name="copy_comparison"),
    path("compare/kept/<str:key>/delete/", kept.delete, name="delete_comparison"),
    path("compare/kept/<str:key>/restore/", kept.restore, name="restore_comparison"),
]
