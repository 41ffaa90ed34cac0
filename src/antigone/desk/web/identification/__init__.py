"""Pages of the board: files, sittings, decisions, recalls, who sits on it, and where a case or record stands."""
