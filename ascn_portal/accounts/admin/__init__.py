"""The screens for staff accounts and for what they did."""

from . import audit_log, roles, users  # noqa: F401  registers them
