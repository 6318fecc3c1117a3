"""What the readers say of a file that they cannot give: codes, put into words by the portal."""


class Refused(Exception):
    """The file is not accepted; the codes are those of `documents.reading.refusals`."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code, self.details = code, details


class Problem(Exception):
    """The file cannot be read; the codes are those of `StoredFile.Problem`."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
