"""Who the network is: countries, cities, terms, plans, projects, reports, indicators."""

from .action_plan import ActionPlan, PlanFocusArea, Target
from .city import City, Membership
from .correspondent import Correspondent
from .country import Country, NativeName, Representative
from .focus_area import FocusArea
from .indicator import Indicator, Observation
from .monitoring_report import MonitoringReport
from .project import Cost, Project, ProjectStatus, SupportSought
from .term import Term

__all__ = [
    "ActionPlan",
    "City",
    "Correspondent",
    "Cost",
    "Country",
    "FocusArea",
    "Indicator",
    "Membership",
    "MonitoringReport",
    "NativeName",
    "Observation",
    "PlanFocusArea",
    "Project",
    "ProjectStatus",
    "Representative",
    "SupportSought",
    "Target",
    "Term",
]
