"""A whole plan in one file, XLSX or JSON, as ``docs/plan-file.md`` describes it."""
