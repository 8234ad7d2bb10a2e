"""Texts that the tests of alignment plant copies in. All invented."""

from __future__ import annotations

HARBOUR = """The council of Norrvik voted on Tuesday evening to close the old swimming hall at the harbour and to
replace it with a pool on the roof of the new library. Nine members were in favour, six against, and one abstained.

Mayor Ingrid Solheim said the building had become too costly to heat. Its boilers date from 1961, and the repair of
the leaking west wall alone was put at 4.2 million crowns by the engineers who inspected it last spring.

Opponents had collected more than three thousand signatures. They fear that pensioners and school classes will have
nowhere to swim during the two years of construction. "We are being asked to give up something real for a drawing,"
said Tor Halvorsen, who has taught children to swim there since 1988.

The library pool is to have four lanes of twenty-five metres, half as many as today, but it will open at six in the
morning and share its heat with the reading rooms below. Architects from Malmberg and Daughters won the competition
with a glass roof that can be opened in summer. Critics on the jury called the plan charming and doubted its
budget.

Until the opening, the town will pay for a bus to the baths of neighbouring Eidsund. It will run twice a day, after
school and in the evening, and be free for holders of a swimming card. The harbour hall itself, a concrete shell
much admired by photographers, may become a market for fish and vegetables; a decision on that is expected in the
autumn.

Historians pointed out that the hall stands on the foundations of a rope works that burned down in 1907. Any
digging would have to be watched by archaeologists, which could delay the sale of the plot. The regional museum has
asked for a survey before the first wall is touched, and has offered to store the mosaic from the entrance, a work
of eleven thousand tiles showing herring, seals and a sea serpent.

Swimmers can use the old hall until the last Sunday of September. On that day entrance is free, the water will be
warmed to thirty degrees, and the brass band of the fire brigade plays from the diving tower."""

SUMMARY = """Norrvik's council has voted to close the harbour swimming hall, whose boilers date from 1961 and whose
leaking wall would cost millions to repair, in favour of a pool with a glass roof on the new library. Opponents
with three thousand signatures fear that school classes and pensioners have nowhere to swim during construction; a
free bus to Eidsund is to help. The concrete shell, admired by photographers, may become a fish market, but
archaeologists must watch any digging, since a rope works burned there in 1907. The museum wants to store the
mosaic of herring and seals before the last Sunday of September."""

BEES = """A beekeeper from the hills above Lastra has taught her hives to find truffles. It sounds like a joke, she
admits, and it began as one: a friend had spilled truffle oil on a veil, and the insects would not leave it alone.

Three winters later she works with a university and keeps forty colonies beside an oak plantation. Foragers are fed
syrup that smells of the fungus; when they are released, they gather above the roots where it grows. A camera on a
mast counts them, and a computer draws a map.

Dogs remain better in wet weather, and no bee has ever dug. But a dog must be trained for two years and rests on
Sundays, while a hive learns in a weekend and does not eat what it finds."""

DESERT = """Four scientists spent the winter in a sealed greenhouse in the desert to learn how little water a
potato needs. They drank what the plants breathed out, slept in shifts, and lost eleven kilos between them.

The tubers grew smaller than hoped but tasted of hazelnut. One of the crew proposed marriage to another over the
radio; the answer was broadcast by mistake and is now the best known result of the project."""

QUOTED = (
    "Engineers found cracks in two of the seven pillars and closed the middle lane for lorries. Drivers lose about "
    "twenty minutes at rush hour, and the ferry company has put a third boat on the line."
)

TEACHING = (
    "Opponents had collected more than three thousand signatures. They fear that pensioners and school classes "
    "will have "
    "nowhere to swim during the two years of construction. Children were taught to swim there since the boilers were "
    "new, and generations of teachers remember the smell of chlorine in their satchels. A petition with photographs "
    "hangs beside the entrance, under the mosaic of herring and seals, and visitors still sign it every afternoon."
)
TEACHING_REWORDED = (
    "More than three thousand signatures were gathered by those against. During construction, they say, classes from "
    "the schools and the pensioners will not have anywhere to swim for two years. Since its boilers were new, children "
    "learned swimming here, and the chlorine smell in satchels is remembered by teachers of many generations. Visitors "
    "sign the petition still, each afternoon, where it hangs with photographs by the entrance and the herring mosaic."
)
