from app.profiles.loading import load, names, read

__all__ = ["load", "names", "read"]
