"""The screens by which a list goes out as a file and comes back as drafts."""

from .screens import ExchangeScreens

__all__ = ["ExchangeScreens"]
