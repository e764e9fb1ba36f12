"""What people see and take away: tables, evidence paths, sections of the record page."""
