"""What the scripts of the admin ask about texts: for staff only, as the admin itself."""

from django.contrib import admin
from django.urls import path

from . import views

app_name = "texts"

urlpatterns = [
    path("reading/", admin.site.admin_view(views.reading), name="reading"),
    path("cleaning/", admin.site.admin_view(views.cleaning), name="cleaning"),
]
