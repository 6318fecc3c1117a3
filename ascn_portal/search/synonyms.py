"""Short forms that readers type for names of the network and its cities.

Each stands beside the words that it means in either language, folded; a text that holds the
short form itself is found as well. Names that a record lists as its own aliases are not here.
"""

SYNONYMS = {
    "ascn": ("asean smart cities network", "mang luoi do thi thong minh asean"),
    "ascf": ("asean smart cities framework", "khung do thi thong minh asean"),
    "scap": ("smart city action plans", "ke hoach hanh dong do thi thong minh cua"),
    "scaps": ("smart city action plans", "ke hoach hanh dong do thi thong minh cua"),
    "csco": ("chief smart city officer",),
    "me": ("monitoring and evaluation", "giam sat va danh gia"),
    "tor": ("terms of reference", "dieu khoan tham chieu"),
    "tp": ("thanh pho",),
    "hcm": ("ho chi minh",),
    "hcmc": ("ho chi minh",),
    "tphcm": ("ho chi minh",),
    "hn": ("ha noi",),
    "jkt": ("jakarta",),
}
