from django.urls import path

from . import views

app_name = "documents"

urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("<slug:slug>/", views.document_detail, name="document_detail"),
    path("<slug:slug>/v<int:number>/", views.version_detail, name="version_detail"),
    path("<slug:slug>/record.pdf", views.record_sheet, name="record_sheet"),
    path("<slug:slug>/cite.<str:form>", views.citation, name="citation"),
]
