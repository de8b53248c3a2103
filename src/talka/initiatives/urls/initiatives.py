from django.urls import path

from ..views import authors, initiatives, supporters, texts

ONE = "initiatives/<int:pk>/"

urlpatterns = [
    path("initiatives/", initiatives.initiatives, name="initiatives"),
    path("initiatives/list.<str:ending>", initiatives.export, name="export_initiatives"),
    path("initiatives/new/", initiatives.new, name="new_initiative"),
    path(ONE, initiatives.initiative, name="initiative"),
    path(f"{ONE}edit/", initiatives.edit, name="edit_initiative"),
    path(f"{ONE}publish/", initiatives.publish, name="publish_initiative"),
    path(f"{ONE}delete/", initiatives.delete, name="delete_initiative"),
    path(f"{ONE}withdraw/", initiatives.withdraw, name="withdraw_initiative"),
    path(f"{ONE}again/", initiatives.again, name="take_up_initiative"),
    path(f"{ONE}step/", initiatives.step, name="step_initiative"),
    path(f"{ONE}versions/", texts.versions, name="initiative_texts"),
    path(f"{ONE}versions/<int:number>/", texts.version, name="initiative_text"),
    path(f"{ONE}authors/", authors.authors, name="initiative_authors"),
    path(f"{ONE}authors/<int:author>/remove/", authors.remove, name="remove_author"),
    path(f"{ONE}authors/named/", authors.named, name="name_author"),
    path(f"{ONE}authors/leave/", authors.leave, name="leave_initiative"),
    path(f"{ONE}authors/answer/", authors.answer, name="answer_invitation"),
    path(f"{ONE}author/<str:token>/", authors.by_link, name="author_by_link"),
    path(f"{ONE}support/", supporters.support, name="support_initiative"),
    path(f"{ONE}support/back/", supporters.back_out, name="take_support_back"),
    path(f"{ONE}support/<str:token>/", supporters.by_link, name="support_by_link"),
    path(f"{ONE}support/<str:token>/back/", supporters.back_out_by_link, name="take_support_back_by_link"),
    path(f"{ONE}supporters/", supporters.supporters, name="initiative_supporters"),
]
