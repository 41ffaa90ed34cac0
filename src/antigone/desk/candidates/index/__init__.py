"""The index of the desk: derived from the database, held by each process that searches, caught up before every search.

    part      the templates of one (incident, agency, kind, model) as one thing to search; a value
    source    what the database says of a part
    snapshot  parts as files, so that starting does not read a million rows
    shared    all parts of this process, and how they follow the database

Decision 0016 says why it is made so, and what each check finds.
"""
