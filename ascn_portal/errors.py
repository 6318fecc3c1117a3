"""Answers to what cannot be shown: each says in the reader's language what is the matter."""

from django.core.exceptions import BadRequest
from django.http import Http404


class NotAccepted(BadRequest):
    """A parameter that cannot be understood: answered with 400 and this sentence.

    `sentence` says what was wrong and what is accepted, in the reader's language.
    """

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class Gone(Http404):
    """A record that was public and was withdrawn: answered with 410 and the reason."""

    def __init__(self, record):
        super().__init__()
        self.record = record


class Moved(Exception):
    """A record that has another address now: answered with 301 to `url`."""

    def __init__(self, url: str):
        super().__init__(url)
        self.url = url
