"""The human protocol: how a lead becomes an identification, or does not, and how one is taken back.

components, scales     what an examiner looks at, and in which words they may conclude
examination            one examiner, one candidate, in fixed steps; names, ranks and weights come last
pairs                  what is compared: real work, and hidden known pairs that look the same
two_examiners          who is asked, and what they may know
settle                 what two or three blind examinations amount to
known_pairs            each examiner's own error rates
evidence               lines of evidence, what depends on what, differences to be explained
policy                 what a country requires: as strict as here, or stricter
identification         how far a file can go, and the board's decision
recall                 taking back a wrong identification, each act that relied on it followed to its end
plan, visit, ladder, hand_over, follow_up
                       what is settled before a family is told, how it is told, pictures only if they ask, effects
notification           telling a family, from the plan to the last follow-up; or that it was an error
lifecycle              what may happen to a case and a record, in which order

Pure: values and functions, no pictures, no database, no clock. A log of entries is the truth of everything that has a
history; what stands now is read off it, and a value whose log breaks a rule cannot be made.
"""
