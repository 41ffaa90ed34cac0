"""The desk for programs: the same actions and queries as the pages, as JSON, at ``/api/``. docs/api.md says how."""
