"""What pages read of the network, each read under a name."""

from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, Subquery
from django.utils.translation import get_language

from ascn_portal.publishing.querysets import PublicQuerySet, prefetch_published, published_q
from documents.models import Document

# What a list of projects may be narrowed to beside the words of a report.
UNDECIDED = "undecided"
UNREPORTED = "unreported"


def public_rows(model, path: str, given: str = ""):
    """All public rows of what a path of relations leads to from `model`, in whatever app.

    The record that the relation `given` of the rows leads to is known to be public.
    """
    for relation in path.split("__"):
        model = model._meta.get_field(relation).related_model
    return model._default_manager.published(given=given)


def count_of(rows) -> Subquery:
    """How many `rows` there are, as a column; they name the outer row by OuterRef."""
    return Subquery(rows.order_by().annotate(count=Func(F("pk"), function="COUNT")).values("count"))


class MembershipQuerySet(PublicQuerySet):
    """Memberships on a day."""

    def on(self, day):
        """Memberships in force on `day`: the latest possible start is not after it."""
        return self.filter(starts_not_after__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def maybe_on(self, day):
        """Memberships that began before or after `day`, it is not known which."""
        return self.filter(starts_not_before__lte=day, starts_not_after__gt=day)

    def for_city_list(self, day):
        """Public ones that were or may have been in force on `day`, with city and country.

        By country and city, as the reader's language sorts them.
        """
        language = get_language()
        in_force = self.on(day) | self.maybe_on(day)
        return (
            in_force.published()
            .select_related("city__country")
            .only(
                *("kind", "starts_on", "starts_precision", "starts_not_before"),
                *("starts_not_after", "ends_on", "note"),
                *("city__slug", "city__name", "city__country__slug", "city__country__name"),
            )
            .order_by(
                f"city__country__name_{language}_sort",
                "city__country__pk",
                f"city__name_{language}_sort",
                "pk",
            )
        )

    def narrowed(self, *, country="", focus_area="", kind=""):
        """Those of a country and a focus area (slugs) and a kind; what is empty narrows nothing."""
        rows = self.filter(city__country__slug=country) if country else self
        rows = rows.filter(city__focus_areas__slug=focus_area) if focus_area else rows
        return rows.filter(kind=kind) if kind else rows


class CountryQuerySet(PublicQuerySet):
    """Countries, read by name."""

    def in_reading_order(self):
        """As the reader's language sorts names."""
        return self.order_by(f"name_{get_language()}_sort", "pk")

    def members_by(self, day):
        """Those with a city that had, or may have, joined by `day`; some may have left since."""
        memberships = public_rows(self.model, "cities__memberships", given="city__country")
        joined = memberships.filter(starts_not_before__lte=day, city__country=OuterRef("pk"))
        return self.filter(Exists(joined))

    def for_country_page(self):
        """With all that a country's page says, and of other records only what is public."""
        model = self.model
        cities = public_rows(model, "cities", given="country").in_reading_order()
        memberships = prefetch_published(cities.model, "memberships")
        return self.prefetch_related(
            "native_names",
            "representatives",
            Prefetch("cities", cities.prefetch_related(memberships)),
            prefetch_published(model, "terms"),
            prefetch_published(model, "hosted_events"),
            prefetch_published(model, "partners"),
            Prefetch("documents", Document.objects.for_rows()),
            prefetch_published(model, "observations", "indicator", "source", "report"),
        )


class CityQuerySet(PublicQuerySet):
    """Cities, read by name."""

    def in_reading_order(self):
        """As the reader's language sorts names."""
        return self.order_by(f"name_{get_language()}_sort", "pk")

    def members_on(self, day):
        """Those that were members on `day`, as far as is known for certain."""
        memberships = public_rows(self.model, "memberships", given="city").on(day)
        return self.filter(Exists(memberships.filter(city=OuterRef("pk"))))

    def for_choice(self):
        """Public ones by country, with the names and addresses that a list to choose from needs."""
        language = get_language()
        return (
            self.published()
            .select_related("country")
            .only("slug", "name", "country__slug", "country__name")
            .order_by(
                f"country__name_{language}_sort", "country__pk", f"name_{language}_sort", "pk"
            )
        )

    def for_comparison(self):
        """Public ones with what they are compared by, and of it only what is public."""
        model = self.model
        plans = public_rows(model, "action_plans", given="city")
        areas = prefetch_published(plans.model, "plan_focus_areas", "focus_area")
        return (
            self.published()
            .in_reading_order()
            .select_related("country")
            .prefetch_related(
                prefetch_published(model, "memberships"),
                prefetch_published(model, "focus_areas"),
                Prefetch("action_plans", plans.prefetch_related(areas)),
                prefetch_published(model, "observations", "indicator", "source"),
            )
        )

    def for_city_page(self):
        """With all that a city's page says, and of other records only what is public.

        `projects` stand by focus area, each with the list `reported` of its statuses;
        `plan.document` may not be public.
        What its meetings and focus areas are, `events_of_city` and `of_city` tell.
        """
        model = self.model
        projects = public_rows(model, "projects", given="city")
        statuses = public_rows(projects.model, "statuses", given="project").by_report()
        projects = projects.by_focus_area().prefetch_related(
            Prefetch("statuses", statuses, "reported")
        )
        plans = public_rows(model, "action_plans", given="city").select_related("document")
        return self.select_related("country").prefetch_related(
            "native_names",
            "representatives",
            prefetch_published(model, "memberships"),
            Prefetch("action_plans", plans.prefetch_related("targets")),
            Prefetch("projects", projects),
            Prefetch("documents", Document.objects.for_rows()),
            prefetch_published(model, "observations", "indicator", "source"),
            prefetch_published(model, "partnerships", "partner"),
        )


def events_of_city(city):
    """Public events held in the city or that decided on its membership, newest first.

    `decision_vi` and `decision_en` are the outcome that names the membership, or None.
    """
    events = public_rows(type(city.country), "hosted_events")
    decision = public_rows(events.model, "outcomes", given="event").filter(
        event=OuterRef("pk"), memberships__in=[row.pk for row in city.memberships.all()]
    )
    in_the_city = Q(venue_vi__icontains=city.name_vi) | Q(venue_en__icontains=city.name_en)
    return (
        events.annotate(
            decision_vi=Subquery(decision.values("text_vi")[:1]),
            decision_en=Subquery(decision.values("text_en")[:1]),
        )
        .filter(Exists(decision) | Q(host_country=city.country) & in_the_city)
        .order_by("-starts_on", "pk")
    )


class TermQuerySet(PublicQuerySet):
    """Terms of Chair and Shepherd."""

    def overlapping(self, starts_on, ends_on):
        """Terms that share a day with the period; an end of None is open."""
        terms = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        return terms.filter(starts_on__lte=ends_on) if ends_on else terms

    def holder(self, role, on):
        """The public term of `role` on the day `on`, or None where none is known."""
        terms = self.published().filter(role=role).overlapping(on, on)
        return terms.select_related("country").first()


class FocusAreaQuerySet(PublicQuerySet):
    """Focus areas, read by name."""

    def for_focus_area_list(self, day):
        """With how many member cities on `day` (`city_count`) and projects (`project_count`)."""
        cities = public_rows(self.model, "cities").members_on(day)
        projects = public_rows(self.model, "projects", given="focus_area")
        rows = self.published().annotate(
            city_count=count_of(cities.filter(focus_areas=OuterRef("pk"))),
            project_count=count_of(projects.filter(focus_area=OuterRef("pk"))),
        )
        return rows

    def for_focus_area_page(self, day):
        """With the public documents, and the cities that are members on `day`."""
        cities = public_rows(self.model, "cities").members_on(day).in_reading_order()
        return self.prefetch_related(
            Prefetch("documents", Document.objects.for_rows()),
            Prefetch("cities", cities.select_related("country")),
        )

    def by_city(self) -> dict[int, list[str]]:
        """Slugs of the public areas of each city, in order, by the city's key."""
        areas = {}
        for key, slug in self.published().order_by("order", "pk").values_list("cities", "slug"):
            areas.setdefault(key, []).append(slug)
        return areas

    def of_city(self, city):
        """The city's areas, and those of its plan, in order.

        Of the plan's area: `comment_vi`, `comment_en`, `labels_printed` and `basis`; else None.
        """
        plans = city.action_plans.all()
        in_plan = plans.model._meta.get_field("plan_focus_areas").related_model.objects.filter(
            plan__in=[plan.pk for plan in plans], focus_area=OuterRef("pk")
        )
        in_plan = in_plan.order_by("-plan__starts_year", "order")
        named = {
            name: Subquery(in_plan.values(name)[:1])
            for name in ("comment_vi", "comment_en", "labels_printed", "basis")
        }
        of_the_city = Q(pk__in=city.focus_areas.values("pk"))
        return self.published().filter(of_the_city | Exists(in_plan)).annotate(**named)


class ProjectQuerySet(PublicQuerySet):
    """Projects, read by name."""

    def in_reading_order(self):
        """By city and title, as the reader's language sorts them."""
        language = get_language()
        by_city = (f"city__name_{language}_sort", "city__pk")
        return self.order_by(*by_city, f"title_{language}_sort", "pk")

    def by_focus_area(self):
        """In the order of the focus areas, which are joined; then by title."""
        rows = self.select_related("focus_area")
        return rows.order_by("focus_area__order", f"title_{get_language()}_sort", "pk")

    def count_by_city(self, cities) -> dict[int, int]:
        """{city: number of projects} of those of `cities` that have any, by their keys."""
        rows = self.filter(city__in=cities).order_by().values_list("city")
        return dict(rows.annotate(count=Count("pk")))

    def with_status_on(self, day):
        """With what the newest report up to `day` that names the project says of it.

        `status_then` ("" if undecided) and `report_year`; both None where no report names it.
        """
        statuses = self.model._meta.get_field("statuses").related_model
        reports = public_rows(statuses, "report").filter(as_of__lte=day)
        newest = statuses.objects.filter(
            project=OuterRef("pk"), report__in=list(reports.values_list("pk", flat=True))
        ).order_by("-report__year")
        return self.annotate(
            status_then=Subquery(newest.values("status")[:1]),
            report_year=Subquery(newest.values("report__year")[:1]),
        )

    def named_by(self, day):
        """Those of `with_status_on` that a report or an action plan up to `day` names."""
        planned = Q(action_plan__as_of__lte=day) & published_q("action_plan__")
        return self.filter(Q(report_year__isnull=False) | planned)

    def with_status(self, status: str):
        """Those of `with_status_on` with this status, UNDECIDED or UNREPORTED."""
        if status == UNREPORTED:
            return self.filter(report_year__isnull=True)
        return self.filter(status_then="" if status == UNDECIDED else status)

    def seeking(self, kind: str):
        """Those whose plan asked for this kind of support."""
        asked = public_rows(self.model, "support_sought", given="project").filter(kind=kind)
        return self.filter(Exists(asked.filter(project=OuterRef("pk"))))

    def narrowed(self, *, country="", city="", focus_area="", status="", support=""):
        """Those that fit what is chosen (slugs and codes); what is empty narrows nothing."""
        rows = self.filter(city__country__slug=country) if country else self
        rows = rows.filter(city__slug=city) if city else rows
        rows = rows.filter(focus_area__slug=focus_area) if focus_area else rows
        rows = rows.with_status(status) if status else rows
        return rows.seeking(support) if support else rows

    def for_project_list(self, day):
        """Public ones with their status on `day`, city, country and focus area joined."""
        rows = self.published().with_status_on(day).in_reading_order()
        return rows.select_related("city__country", "focus_area").only(
            *("slug", "title", "city__slug", "city__name", "city__country__name"),
            *("focus_area__slug", "focus_area__name"),
        )

    def for_focus_area_page(self, area, day):
        """Public ones of a focus area with their status on `day`, city and country joined."""
        rows = self.published().filter(focus_area=area).with_status_on(day).in_reading_order()
        return rows.select_related("city__country").only(
            *("slug", "title", "city__slug", "city__name", "city__country__name")
        )

    def for_project_page(self):
        """With all that a project's page says, and of other records only what is public.

        `action_plan.document` may not be public.
        """
        model = self.model
        statuses = public_rows(model, "statuses", given="project").by_report()
        return self.select_related("city__country", "focus_area").prefetch_related(
            prefetch_published(model, "action_plan", "document"),
            Prefetch("statuses", statuses.select_related("focus_area")),
            "support_sought",
            "costs",
            Prefetch("documents", Document.objects.for_rows()),
            prefetch_published(model, "partnerships", "partner"),
        )


class ProjectStatusQuerySet(PublicQuerySet):
    """What reports say of projects."""

    def by_report(self):
        """Oldest report first, the report joined."""
        return self.select_related("report").order_by("report__year", "pk")

    def of_country(self, country):
        """Of projects in the country's cities."""
        return self.filter(project__city__country=country)

    def of_cities(self, cities):
        """Of projects in one of the cities."""
        return self.filter(project__city__in=cities)

    def of_focus_area(self, area):
        """Of projects that the report of that year counts to the focus area."""
        return self.filter(focus_area=area)

    def counted(self, *fields: str) -> list[tuple]:
        """(year of the report, *values of `fields`, number of projects), oldest report first."""
        rows = self.order_by("report__year").values_list("report__year", *fields)
        return list(rows.annotate(count=Count("pk")))


class MonitoringReportQuerySet(PublicQuerySet):
    """Monitoring reports, read by name."""

    def for_monitoring_page(self):
        """Newest first, with document, sources and the figures about the network they print."""
        figures = public_rows(self.model, "observations").filter(city=None, country=None)
        figures = figures.select_related("indicator", "source")
        return (
            self.published()
            .select_related("document")
            .prefetch_related(Prefetch("observations", figures))
        )
