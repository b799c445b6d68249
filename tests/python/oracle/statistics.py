"""What experiments are compared by, from the textbook and the standard library."""

import math
from fractions import Fraction
from statistics import NormalDist

NORMAL = NormalDist()
QUANTILE = NORMAL.inv_cdf(0.975)
ENOUGH_EXPECTED = 5
LEVEL = 0.05


def two_sided(z):
    return math.erfc(abs(z) / math.sqrt(2))


def chi_square_tail(statistic, degrees):
    """By the recurrence over degrees of freedom, from 1 or 2 up."""
    half = statistic / 2
    tail, known = (math.erfc(math.sqrt(half)), 1) if degrees % 2 else (math.exp(-half), 2)
    while known < degrees:
        tail += math.exp(-half) * half ** (known / 2) / math.gamma(known / 2 + 1)
        known += 2
    return tail


def wilson(hits, n):
    """Where the score test is just significant: both solutions of |p - q| = z sqrt(q (1 - q) / n)."""
    square = QUANTILE**2
    a, b, c = n + square, -(2 * hits + square), hits * hits / n
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def newcombe(hits, n, control_hits, control_n):
    p, q = hits / n, control_hits / control_n
    (low, high), (control_low, control_high) = wilson(hits, n), wilson(control_hits, control_n)
    return p - q - math.hypot(p - low, control_high - q), p - q + math.hypot(high - p, q - control_low)


def pooled_error(hits, n, control_hits, control_n):
    pooled = Fraction(hits + control_hits, n + control_n)
    return math.sqrt(pooled * (1 - pooled) * (Fraction(1, n) + Fraction(1, control_n)))


def detectable(variance, n, control_n):
    return (1.959964 + 0.841621) * math.sqrt(variance * (1 / n + 1 / control_n))


def has_enough(hits, n, control_hits, control_n):
    pooled = Fraction(hits + control_hits, n + control_n)
    return all(size * share >= ENOUGH_EXPECTED for size in (n, control_n) for share in (pooled, 1 - pooled))


def holm(p_values):
    """{name: p} adjusted, names whose p is None left out of the count."""
    known = sorted((p, name) for name, p in p_values.items() if p is not None)
    adjusted, floor = dict.fromkeys(p_values), 0.0
    for rank, (p, name) in enumerate(known):
        floor = max(floor, (len(known) - rank) * p)
        adjusted[name] = min(1.0, floor)
    return adjusted


def sample_ratio(contacts, shares):
    """The p-value of {arm: contacts} where {arm: share} was planned; None where nothing was, a single arm, nobody, or an unknown number."""
    planned = {arm: share for arm, share in shares.items() if share > 0}
    if not planned or None in contacts.values():
        return None
    if any(n for arm, n in contacts.items() if arm not in planned):
        return 0.0
    total, whole = sum(contacts.values()), math.fsum(planned.values())
    if not total:
        return None
    expected = {arm: total * share / whole for arm, share in planned.items()}
    if len(planned) == 1:
        return None
    statistic = math.fsum((contacts.get(arm, 0) - wanted) ** 2 / wanted for arm, wanted in expected.items())
    return chi_square_tail(statistic, len(planned) - 1)
