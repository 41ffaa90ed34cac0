"""Reconciling a whole incident: all cases with all records, and what to do next. It proposes and never decides.

lines -> combine -> waterfall, picture        (one case and one record: what speaks for and against, added up once)
lists + incident -> table -> joint            (everybody: the most probable assignment, one person one body)
                          -> sampling -> posterior -> proposals    (which pairs examiners should see first)
                                                   -> settling     (which cases to sample for DNA first)

Pure: values in, values out. It reads no file, knows no database, and nothing in it reaches an identification. What a
posterior is and is not: docs/reconciliation.md and docs/decisions/0020-a-whole-incident.md.
"""
