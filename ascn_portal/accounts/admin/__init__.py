"""The screens for staff accounts and for what they did."""

from . import audit_log, users  # noqa: F401  registers them
