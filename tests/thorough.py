"""How much the suite looks at: `TESTS=thorough make test` leaves nothing out, as `.ci/run` does."""

import os

IS_THOROUGH = os.environ.get("TESTS") == "thorough"
