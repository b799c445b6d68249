"""Random draws that are the same on every machine.

Only additions and multiplications are used, because logarithms and exponentials may differ in the last digit between C
libraries. Long-tailed delays are therefore drawn from a table of quantiles, not a log-normal distribution.
"""

from datetime import timedelta
from random import Random


class Dice(Random):
    """A seeded random source for one subject; a text seed is hashed by SHA-512, not by hash()."""

    def chance(self, probability):
        return self.random() < probability

    def weighted(self, weights):
        """A key of `weights` (a dict of key -> weight), drawn in proportion to its weight."""
        point = self.random() * sum(weights.values())
        for value, weight in weights.items():
            point -= weight
            if point < 0:
                return value
        return value

    def quantile(self, curve):
        """A number from a curve of (share, value) points, interpolated linearly."""
        share = self.random()
        for (left, low), (right, high) in zip(curve, curve[1:]):
            if share <= right:
                return low + (high - low) * (share - left) / (right - left)
        return curve[-1][1]

    def seconds(self, low, high):
        return timedelta(seconds=self.randint(low, high))

    def minutes(self, low, high):
        return timedelta(seconds=self.randint(low * 60, high * 60))

    def delay(self, curve):
        """A whole number of seconds from a curve of (share, seconds) points."""
        return timedelta(seconds=int(self.quantile(curve)))
