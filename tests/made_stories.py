"""Stories that nobody ever printed, in the shapes that are hard to tell apart."""

from __future__ import annotations

from datetime import UTC, datetime

from dedup.article import Article

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)

VETO = """Mayor vetoes Oakdale budget

OAKDALE - Mayor Ruth Abernathy on Monday vetoed the city's $412 million budget, saying that councillors had paid
for new bus lanes by emptying the flood reserve. Council president Dario Venn called the veto reckless and said
that he had the nine votes to override it. Without a budget by June 1, libraries and pools would close on
weekends. The reserve was set up after the Millrace flood of 2019, which damaged 1,300 homes. "You do not spend
the umbrella money because the sun is out," Abernathy told reporters at City Hall. Venn answered that the lanes
would pay for themselves within six years."""

FALL = """Oakdale mayor breaks wrist in charity race

OAKDALE - Mayor Ruth Abernathy broke her left wrist on Monday when she fell from a tandem during the hospital's
charity race along the Millrace. Council president Dario Venn, who was steering, was unhurt. Doctors at Saint
Brendan's put the arm in plaster; the mayor will wear it for five weeks. The race raised $38,000 for a new
children's ward. "Dario brakes like he negotiates," Abernathy said, "too late and all at once." About 600
cyclists took part, twice as many as last year, in spite of rain and a closed bridge."""

PATCHES = """Norvik closes {count} holes in weekly update

Norvik Software has released its weekly security update for the Fjord operating system. Version {version} closes
{count} holes, {worst} of them rated critical. The most serious one, in {part}, lets attackers run programs from
afar; Norvik knows of attacks. Users should install the update at once, the company said on its security page.
It was found by {finder}, who had reported it in {month}. The next update is due in a week."""

RELEASE = """Halden Robotics to open plant in Torvik

Halden Robotics today announced that it will build a factory for warehouse robots in Torvik, creating 450 jobs
by the end of 2028. The company will invest 95 million euros in the former shipyard on the Nordkai. Production
of the Carrier 7 model is to start in the spring of 2027. "Torvik has the skills, the harbour and the will,"
said chief executive Linnea Straum. The state of Vestland supports the plant with 12 million euros. Halden
Robotics, founded in 2011, makes robots that sort and carry parcels, and employs 2,100 people in four countries."""

RETOLD = [
    """Torvik shipyard to build robots instead of ships

Four hundred and fifty new jobs are coming to Torvik: Halden Robotics wants to turn the old shipyard on the
Nordkai into a factory for warehouse robots. The company puts 95 million euros into the site, and the state of
Vestland adds 12 million euros, Halden Robotics said in a press release distributed by Business Wire. The first
Carrier 7 is to leave the hall in the spring of 2027. Chief executive Linnea Straum praised the town's skills,
harbour and will. The maker of parcel robots has 2,100 employees. Source: Business Wire""",
    """Halden picks Torvik

Robot maker Halden Robotics has picked Torvik for its new plant, according to Business Wire. From the spring of
2027, the Carrier 7 will be made on the Nordkai, where ships were built until nine years ago; by the end of 2028
there will be 450 jobs. The 95 million euros come from the company, a further 12 million euros from the state of
Vestland. Linnea Straum, who runs Halden, named the skills of the people as the main reason.""",
    """Robots for the Nordkai

The empty shipyard in Torvik has a tenant. Halden Robotics will invest 95 million euros there and create 450
jobs by the end of 2028, its chief executive Linnea Straum said. Vestland supports the factory with 12 million
euros. Warehouse robots of the type Carrier 7 are to be produced from the spring of 2027. Source: Business Wire""",
]

TRANSLATED = """Halden Robotics baut Werk in Torvik

Der Roboterhersteller Halden Robotics baut in Torvik eine Fabrik für Lagerroboter. Bis Ende 2028 sollen 450
Stellen entstehen. Das Unternehmen investiert 95 Millionen Euro in die frühere Werft am Nordkai, das Land
Vestland gibt 12 Millionen Euro dazu. Der Carrier 7 soll ab Frühjahr 2027 vom Band laufen, sagte die
Vorstandsvorsitzende Linnea Straum. Originaltitel: Halden Robotics to open plant in Torvik. Quelle: Business
Wire"""

LIVE = """Oakdale budget: live updates

18:40 Council president Dario Venn says that he has the nine votes to override the veto. He calls it reckless.
18:05 Libraries and pools would close on weekends if there is no budget by June 1, the city manager says.
17:30 A reminder: the flood reserve was set up after the Millrace flood of 2019, which damaged 1,300 homes.
17:12 "You do not spend the umbrella money because the sun is out," Mayor Ruth Abernathy tells reporters at City
Hall.
17:00 Mayor Ruth Abernathy has vetoed the $412 million budget. She says that councillors emptied the flood
reserve for new bus lanes."""

OPINION = """Comment: The mayor is right to hold on to her umbrella

There is a kind of courage in saying no to a bus lane. When Ruth Abernathy vetoed the $412 million budget of
Oakdale, her critics saw stubbornness; Dario Venn called it reckless. I see memory. Who stood in the mud of the
Millrace flood, as I did, does not spend a flood reserve in dry years. Bus lanes are a fine thing. They can wait
until the council finds money that is not already keeping 1,300 homes dry. Venn may have his nine votes. He does
not have the better argument."""


def patch_week(name: str, week: int, **facts: object) -> Article:
    """The notes of one week, on its day."""
    published = MONDAY.replace(day=MONDAY.day + 7 * week)
    return Article(name, PATCHES.format(**facts), outlet=f"{name}.example", published=published)


PATCH_WEEKS = [
    patch_week(
        "p1", 0, count=41, version="14.2.7", worst=6, part="the print spooler", finder="Ada Quist", month="January"
    ),
    patch_week("p2", 1, count=58, version="14.2.8", worst=9, part="the mail reader", finder="Tor Blix", month="March"),
]
