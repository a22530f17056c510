"""Rows of this slice: cases on the desk: reports, holds, claims, decisions, appeals."""
