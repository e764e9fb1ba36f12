"""The local app: server-rendered pages of one record."""
