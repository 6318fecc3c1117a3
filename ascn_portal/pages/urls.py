from django.urls import path, re_path

from . import views

app_name = "pages"

urlpatterns = [
    path("", views.home, name="home"),
    path("cities/map/", views.city_map, name="city_map"),
    path("chairs/", views.chair_list, name="chair_list"),
    re_path(r"^chairs/(?P<year>[12][0-9]{3})/$", views.chair_year, name="chair_year"),
    path("history/", views.history, name="history"),
    path("about/", views.about_index, name="about_index"),
    path("about/<slug:slug>/", views.about, name="about"),
]
