"""Two releases of a store compared, record by record: what was added, removed and restated, where, of what, and why."""
