"""The languages that reports are read in: one folder of tables each, compiled once."""
