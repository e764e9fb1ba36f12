"""Where a record lives: SQLite tables, full-text search, kept readings, and people's judgements apart from the data."""
