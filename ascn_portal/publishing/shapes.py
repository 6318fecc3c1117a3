"""The form in which a record is kept, and how an older form becomes today's.

A migration that renames or drops a field of a record or part raises NUMBER and adds a step:
`STEPS[n]` turns the shape of a model (its label is given) from form n into form n + 1.
"""

NUMBER = 1
STEPS = {}


def in_todays_form(label: str, shape: dict, number: int) -> dict:
    """`shape` of the model `label`, written in form `number`, as today's models take it."""
    for step in range(number, NUMBER):
        shape = STEPS[step](label, shape)
    return shape
