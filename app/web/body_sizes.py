"""The longest body that is read; FastAPI answers a longer one with 413 before its rest is sent."""

MOST_TYPED = 1 << 20  # bytes of a form or of JSON: what people type, and what a committee lists
MOST_UPLOADED = 1 << 29  # bytes of files: a roll of a million rows has a third of it
