"""Lists as files that people edit in a spreadsheet, and back as drafts.

A file has one sheet for the records and one for each kind of their parts (`sheets`). What stands
in its cells is said by `cells` and `names`; `writing` and `reading` know XLSX and CSV. `planning`
compares a file with what is stored and says what it would change; `keeping` saves that.
A file that comes back as it went out changes nothing.
"""
