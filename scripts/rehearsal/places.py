# Population of Oregon's counties, census of April 1, 2020 (US Census Bureau, P.L. 94-171), with a
# town of each.
COUNTIES: dict[str, tuple[int, str]] = {
    "Multnomah": (815428, "Portland"),
    "Washington": (600372, "Hillsboro"),
    "Clackamas": (421401, "Oregon City"),
    "Lane": (382971, "Eugene"),
    "Marion": (345920, "Salem"),
    "Jackson": (223259, "Medford"),
    "Deschutes": (198253, "Bend"),
    "Linn": (128610, "Albany"),
    "Douglas": (111201, "Roseburg"),
    "Yamhill": (107722, "McMinnville"),
    "Benton": (95184, "Corvallis"),
    "Josephine": (88090, "Grants Pass"),
    "Polk": (87433, "Dallas"),
    "Umatilla": (80075, "Pendleton"),
    "Klamath": (69413, "Klamath Falls"),
    "Coos": (64929, "Coquille"),
    "Columbia": (52589, "St. Helens"),
    "Lincoln": (50395, "Newport"),
    "Clatsop": (41072, "Astoria"),
    "Malheur": (31571, "Vale"),
    "Tillamook": (27390, "Tillamook"),
    "Wasco": (26670, "The Dalles"),
    "Union": (26196, "La Grande"),
    "Crook": (24738, "Prineville"),
    "Jefferson": (24502, "Madras"),
    "Hood River": (23977, "Hood River"),
    "Curry": (23446, "Gold Beach"),
    "Baker": (16668, "Baker City"),
    "Morrow": (12186, "Heppner"),
    "Lake": (8160, "Lakeview"),
    "Harney": (7495, "Burns"),
    "Wallowa": (7391, "Enterprise"),
    "Grant": (7233, "Canyon City"),
    "Gilliam": (1995, "Condon"),
    "Sherman": (1870, "Moro"),
    "Wheeler": (1451, "Fossil"),
}

# State, county, town and the district of Local 99 that lies nearest.
ABROAD = (
    ("WA", "Clark", "Vancouver", 1),
    ("WA", "Cowlitz", "Longview", 2),
    ("WA", "Klickitat", "Goldendale", 7),
    ("WA", "Walla Walla", "Walla Walla", 7),
    ("CA", "Del Norte", "Crescent City", 5),
    ("CA", "Siskiyou", "Yreka", 6),
    ("CA", "Modoc", "Alturas", 6),
    ("ID", "Payette", "Payette", 9),
    ("ID", "Washington", "Weiser", 9),
)

# Towns of Massachusetts with their counties.
MASSACHUSETTS = (
    ("Boston", "Suffolk"),
    ("Worcester", "Worcester"),
    ("Springfield", "Hampden"),
    ("Lowell", "Middlesex"),
    ("Brockton", "Plymouth"),
    ("Taunton", "Bristol"),
    ("Lynn", "Essex"),
)
