"""How many parts a text takes: GSM-7 where every character is in it, UCS-2 otherwise."""

GSM7_ONE_PLACE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWO_PLACES = frozenset("^{}[]~\\|€\f")


def _places(text):
    """(places of each character, places of a single message, places of a part of a longer one)."""
    if all(char in GSM7_ONE_PLACE or char in GSM7_TWO_PLACES for char in text):
        return [2 if char in GSM7_TWO_PLACES else 1 for char in text], 160, 153
    return [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67


def count_segments(text):
    places, single, part = _places(text)
    if sum(places) <= single:
        return 1
    parts, used = 1, 0
    for wide in places:
        if used + wide > part:  # a two-place character does not fit into the last place: it opens the next part
            parts, used = parts + 1, 0
        used += wide
    return parts
