"""Dates as odds, and what dates say of a whole collection.

    within the grace period    y + .5
    further apart              y - min(3, 1.2 ln(days beyond + 1))
    unknown                    y; where both leads name a weekday in common (`named_days`) y + 1, but 2.5 at most, for a
                               weekday makes nobody sure

A story is one event and what is reported of it within days. Dates are subtracted from log-odds, so that much in common
outweighs them: pages have wrong dates, and some affairs go on for weeks.

Thirty articles on one celebrity in five years look like one story; only their dates say that they are thirty. The
crowd shift s <= 0 measures by how much the look-alikes of a collection mislead, from their dates alone. Reports of one
event are near in time (within a day), look-alikes are near only by chance (B, the share among all pairs of the
collection):

    P(near) = B (1 - p) + .7 p,   P(far) = (1 - B) (1 - p) + .3 p,   p = 1 / (1 + e^(-y - s))

where s is the most likely under a normal prior of deviation 2; .3 of the reports of one event may be dated far apart.
The shift is added where dates do not confirm a pair. Where too few dates are known, the weekdays that leads name are
the witness: a weekday in common stands for near, and B is its share among the pairs that are surely of two events.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from dedup.settings import StorySettings

Days = NDArray[np.float64]  # nan where unknown
Odds = NDArray[np.float64]

NEAR_BONUS = 0.5
# Chosen after seeing results: at equal log-odds two to three times as many of the pairs of two labelled sets whose
# leads name one weekday are of one event. Limits of 1.5 to 3 gave nearly the same by leaving one set out.
SAME_DAY_BONUS, MAX_BY_WEEKDAY = 1.0, 2.5
DECAY = 1.2
FULL_SHIFT_DAYS = 5.0  # beyond the grace period, the whole shift counts
WITNESS_NEAR, WITNESS_FAR = 1.0, 7.0  # days: pairs between the two are no witnesses
MIN_WITNESSES = 100
MIN_WITNESS_ODDS = -1.5
MIN_KNOWN_DATES = 50
WRONG_DATES = 0.3  # share of the pairs of one event that are dated far apart
MAX_CHANCE = 0.6  # of being near: dates that say nothing
SHIFTS = np.arange(-100, 1) / 20.0
SHIFT_DEVIATION = 2.0


class Witness(IntEnum):
    """What tells the pairs of one event from look-alikes; the values stand in stored indexes."""

    NOTHING = 0
    DATES = 1
    WEEKDAYS = 2


@dataclass(frozen=True, slots=True)
class CrowdShift:
    """The shift of a collection, in log-odds, and what it was found from."""

    shift: float
    witness: Witness


NO_SHIFT = CrowdShift(0.0, Witness.NOTHING)


def date_odds(y: Odds, days_apart: Days, leads: NDArray[np.int8], shift: float, settings: StorySettings) -> Odds:
    """Log-odds with regard to dates, to the weekdays that leads name (`compared_days`), and to the shift of the
    collection.
    """
    beyond = np.maximum(0.0, days_apart - settings.date_grace_days)
    decay = -np.minimum(settings.max_date_penalty, DECAY * np.log1p(beyond))
    by_date = np.where(days_apart <= settings.date_grace_days, NEAR_BONUS, decay)
    share = np.minimum(1.0, np.log1p(beyond) / np.log1p(FULL_SHIFT_DAYS))
    is_unknown = np.isnan(days_apart)
    odds = y + np.where(is_unknown, shift, by_date + shift * share)
    by_weekday = np.maximum(odds, np.minimum(odds + SAME_DAY_BONUS, MAX_BY_WEEKDAY))
    return np.where(is_unknown & (leads > 0), by_weekday, odds)


def crowd_shift(y: Odds, days_apart: Days, leads: NDArray[np.int8], days: Days) -> CrowdShift:
    """The shift of a collection, from the log-odds of pairs without regard to dates, and from the dates of all texts or
    the weekdays that leads name.
    """
    is_near = days_apart <= WITNESS_NEAR
    is_far = days_apart > WITNESS_FAR
    shift = _likeliest_shift(y, is_near, is_far, chance_of_near(days))
    if shift is not None:
        return CrowdShift(shift, Witness.DATES)
    is_unknown = np.isnan(days_apart)
    is_common, is_other = is_unknown & (leads > 0), is_unknown & (leads < 0)
    shift = _likeliest_shift(y, is_common, is_other, _share_of_look_alikes(y, is_common, is_other))
    return NO_SHIFT if shift is None else CrowdShift(shift, Witness.WEEKDAYS)


def _likeliest_shift(y: Odds, is_near: NDArray[np.bool_], is_far: NDArray[np.bool_], chance: float) -> float | None:
    """The shift under which pairs are near and far as they are; None if too few are either."""
    is_witness = (is_near | is_far) & (y > MIN_WITNESS_ODDS)
    if np.count_nonzero(is_witness) < MIN_WITNESSES or chance > MAX_CHANCE:
        return None
    odds, near = np.round(y[is_witness] * 20.0) / 20.0, is_near[is_witness]
    losses = np.array([_loss(odds, near, chance, shift) for shift in SHIFTS.tolist()])
    return float(SHIFTS[np.argmin(losses)])


def _share_of_look_alikes(y: Odds, is_common: NDArray[np.bool_], is_other: NDArray[np.bool_]) -> float:
    """The share with a weekday in common among the pairs that are surely of two events; 1 if they are too few."""
    common, other = (np.count_nonzero(each & (y <= MIN_WITNESS_ODDS)) for each in (is_common, is_other))
    return common / (common + other) if common + other >= MIN_WITNESSES else 1.0


def _loss(y: Odds, is_near: NDArray[np.bool_], chance: float, shift: float) -> float:
    """Minus the logarithm of the likelihood of a shift."""
    values, which = np.unique(y, return_inverse=True)
    p = (1 / (1 + np.exp(-values - shift)))[which]
    near = chance * (1 - p) + (1 - WRONG_DATES) * p
    return float(-np.log(np.where(is_near, near, 1 - near)).sum()) + (shift / SHIFT_DEVIATION) ** 2 / 2


def chance_of_near(days: Days) -> float:
    """Of all pairs that are near or far in time, the share that is near; 1 where too few dates are known."""
    known = np.sort(days[~np.isnan(days)])
    if len(known) < MIN_KNOWN_DATES:
        return 1.0
    within, not_far = (
        int(np.searchsorted(known, known + limit, side="right").sum()) - len(known) * (len(known) + 1) // 2
        for limit in (WITNESS_NEAR, WITNESS_FAR)
    )
    far = len(known) * (len(known) - 1) // 2 - not_far
    return within / max(1, within + far)
