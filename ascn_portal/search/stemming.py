"""English words without their endings."""

from functools import cache, lru_cache

import snowballstemmer


@cache
def stemmer():
    """Takes the endings off English words."""
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A folded English word without its ending: "cities" and "city" are both "citi"."""
    return stemmer().stemWord(word)
