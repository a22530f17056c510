"""What kind of device a browser says it is: coarse words that help to tell one's own logins apart, and no more."""

from __future__ import annotations

# The first that matches counts: most browsers also name the ones they descend from.
_BROWSERS = (
    ("firefox/", "Firefox"),
    ("fxios/", "Firefox"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser/", "Samsung Internet"),
    ("crios/", "Chrome"),
    ("chrome/", "Chrome"),
    ("safari/", "Safari"),
)
_SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """Such as "Firefox, Android"; empty where nothing is known."""
    said = user_agent[:400].lower()
    found = (next((words for sign, words in signs if sign in said), "") for signs in (_BROWSERS, _SYSTEMS))
    return ", ".join(words for words in found if words)
