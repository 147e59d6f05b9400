"""Ideas for the made-up town, each said in three ways by three people, and from them pairs with a label: the same wish, or not.

How well alike ideas are found is measured on these pairs (bench/budgets.py, tests/decide/budgets/test_likeness.py).
"""

from hashlib import sha256
from itertools import combinations
from typing import NamedTuple

PAIRS = 100  # of each label


class Said(NamedTuple):
    """One wish as one person put it."""

    title: str
    words: str


class Pair(NamedTuple):
    """Two ideas, and whether they are the same wish."""

    one: Said
    other: Said
    same: bool


# category -> wishes, each in three ways.
WISHES: dict[str, list[tuple[Said, Said, Said]]] = {
    "outdoors": [
        (
            Said("Benches along the canal", "Older people need somewhere to sit down on the way to the shops."),
            Said("Seats by the canal path", "My mum cannot walk far. Put some benches on the canal path so she can rest."),
            Said("Somewhere to sit", "There is no bench between the bridge and the shops. Three benches would do."),
        ),
        (
            Said("Plant fruit trees", "Apple and pear trees on the green that anyone can pick from."),
            Said("A small orchard on the green", "Fruit trees for everybody. Children could learn about apples."),
            Said("Apple trees for all", "We could plant an orchard of apples and plums on the big green."),
        ),
        (
            Said("Raised beds for growing food", "Garden beds at a height for wheelchairs, to grow vegetables."),
            Said("Community garden", "Raised beds behind Block C where neighbours grow vegetables together."),
            Said("Let us grow vegetables", "A shared garden with beds and a water tap behind Block C."),
        ),
        (
            Said("More bins by the park", "Litter blows about because the one bin is always full."),
            Said("Litter bins", "The park is full of rubbish. Put in two larger bins and empty them."),
            Said("Bigger bins in the park", "One bin is not enough for the park on a Sunday."),
        ),
        (
            Said("Wild flowers on the verges", "Stop mowing so much and sow wild flowers for bees."),
            Said("Flowers for bees", "Wildflower strips along the road would help the bees."),
            Said("Sow a meadow", "Turn the verge into a wildflower meadow. It is good for bees and cheap."),
        ),
    ],
    "children": [
        (
            Said("Mend the playground", "The swings are broken and the slide has a crack."),
            Said("New swings in the playground", "Both swings have been broken since spring. Repair the play area."),
            Said("Fix the play area", "My children cannot use the slide or the swings. Please mend the playground."),
        ),
        (
            Said("Skate ramp", "A small ramp for skateboards and scooters next to the car park."),
            Said("Somewhere to skate", "Young people have nowhere to skateboard. Build a skate ramp."),
            Said("A ramp for scooters and skateboards", "We skate on the steps and get shouted at. A skate park would help."),
        ),
        (
            Said("Homework club", "A warm room with computers after school and someone who helps with maths."),
            Said("After-school homework help", "A club where children do homework together with a tutor."),
            Said("Help with homework", "Not everyone has a computer at home. Open a homework club twice a week."),
        ),
        (
            Said("Toddler group", "A morning group for parents with babies and toddlers in the hall."),
            Said("Mornings for babies and toddlers", "New parents are alone all day. Start a parent and toddler group."),
            Said("Parents and toddlers in the hall", "Toys, tea and a chat for parents of small children, once a week."),
        ),
        (
            Said("Summer play scheme", "Six weeks without school is long. Run games and trips in the summer holidays."),
            Said("Holiday activities for children", "Pay for a play scheme in the summer holidays, with lunch."),
            Said("Something to do in summer", "A summer play scheme with sports and day trips for children."),
        ),
    ],
    "safety": [
        (
            Said("Lights on the footpath", "The path to the bus stop is dark and I am afraid there in winter."),
            Said("Street lights to the bus stop", "Please light the dark footpath between Block A and the bus stop."),
            Said("The path is too dark", "Put up lights on the footpath to the bus. Women do not feel safe."),
        ),
        (
            Said("Zebra crossing at the school", "Cars go fast on Mill Road. Children need a safe crossing."),
            Said("A safe crossing on Mill Road", "Put a zebra crossing outside the school gate."),
            Said("Cross the road safely", "My son was nearly hit on the way to school. We need a crossing on Mill Road."),
        ),
        (
            Said("Cameras in the car park", "Cars are broken into every month. Put up CCTV."),
            Said("CCTV for the car park", "Three break-ins this year. A camera would stop thieves at the car park."),
            Said("Stop car break-ins", "We want CCTV cameras over the parking spaces."),
        ),
        (
            Said("Door entry for Block D", "The front door of Block D does not lock and strangers sleep on the stairs."),
            Said("Mend the entry phone", "Block D needs a front door that locks and an entry phone that works."),
            Said("Secure front door", "Anyone can walk into Block D. Fit a new door with an entry system."),
        ),
        (
            Said("Speed humps on Tansy Lane", "Mopeds race down the lane at night."),
            Said("Slow the traffic", "Speed bumps on Tansy Lane would stop cars racing."),
            Said("20 miles an hour on Tansy Lane", "Cars speed past the nursery. Put in speed humps."),
        ),
    ],
    "buildings": [
        (
            Said("A new kitchen for the hall", "The community hall kitchen is from 1985. Nobody can cook in it."),
            Said("Hall kitchen", "Replace the old cooker and sink so that we can run a lunch club in the hall."),
            Said("Cook in the community hall", "If the hall had a proper kitchen we could make meals together."),
        ),
        (
            Said("Ramp and wide door for the hall", "My wheelchair does not fit through the hall door, and there are steps."),
            Said("Wheelchair access to the community hall", "The hall has two steps. Build a ramp and widen the door."),
            Said("Let wheelchairs in", "A ramp at the hall so that everyone can come to meetings."),
        ),
        (
            Said("Warm room in winter", "Keep the hall heated on weekdays so people can come in from the cold."),
            Said("A warm hub", "Heating is dear. Open the hall as a warm space from November to March."),
            Said("Somewhere warm to go", "Heat the hall every weekday in winter, with tea."),
        ),
        (
            Said("Paint the stairwells", "The stairs in Block B are grey and covered in graffiti."),
            Said("Brighten up Block B stairs", "Clean off the graffiti and paint the stairwell in light colours."),
            Said("Stairs that are not grim", "Fresh paint and brighter lamps on the stairs of Block B."),
        ),
        (
            Said("Bike store", "A locked shed for bicycles, because they get stolen from the landings."),
            Said("Locked bicycle shed", "My bike was stolen twice. Build a secure cycle store."),
            Said("Safe place for bikes", "We carry our bikes up four floors. A locked bike shed downstairs, please."),
        ),
    ],
    "health": [
        (
            Said("Outdoor gym", "Exercise machines in the open air beside the football pitch."),
            Said("Gym machines outside", "Not everyone can pay for a gym. Put outdoor exercise equipment by the pitch."),
            Said("Keep fit in the open air", "An outdoor gym that anyone can use for nothing."),
        ),
        (
            Said("Walking group", "A weekly walk for older people, with someone trained to lead it."),
            Said("Walk together on Wednesdays", "A guided walk each week would get older people out of the house."),
            Said("Health walks", "Pay for a walk leader, so that a walking group can meet every week."),
        ),
        (
            Said("Defibrillator", "Put one on the wall of the shop. It saves lives."),
            Said("A defibrillator at the shops", "The nearest is a mile away. One on the shop wall could save a life."),
            Said("Heart machine on the estate", "If someone has a heart attack we need a defibrillator close by, and training."),
        ),
        (
            Said("Football pitch drainage", "The pitch is under water from October to April."),
            Said("Drain the pitch", "We cannot play football in winter because the pitch floods. It needs drains."),
            Said("A pitch that is not a pond", "Proper drainage for the football pitch."),
        ),
        (
            Said("Cooking classes", "Teach people how to cook cheap healthy meals."),
            Said("Learn to cook", "Cookery lessons for young people who live alone, with healthy food."),
            Said("Healthy cooking on little money", "A cooking course in six evenings. We eat what we cook."),
        ),
    ],
    "together": [
        (
            Said("Street party", "Close the road for one day and eat together."),
            Said("A party for the whole street", "Tables in the road, music and food from everywhere, once a year."),
            Said("Summer street party", "Let neighbours meet at a street party in July."),
        ),
        (
            Said("Lunch club for pensioners", "A hot lunch once a week, because many of us eat alone."),
            Said("Hot lunch for older people", "My neighbour is 84 and eats alone. A weekly lunch club would be good."),
            Said("Eat together on Thursdays", "A lunch club in the hall for pensioners."),
        ),
        (
            Said("English lessons", "A class for people who speak other languages, with a crèche."),
            Said("Learn English together", "English classes for mothers, with child care."),
            Said("English class with a crèche", "Many women here want to learn English but have small children."),
        ),
        (
            Said("Repair café", "Mend toasters and clothes instead of throwing them out."),
            Said("Mend things together", "A repair café on Saturdays: volunteers mend bikes, lamps and toasters."),
            Said("Fix it, do not bin it", "Tools and a room for a monthly repair café."),
        ),
        (
            Said("Library of things", "Borrow a drill, a ladder or a carpet cleaner."),
            Said("Share tools", "A library of tools: nobody needs their own drill and ladder."),
            Said("Borrow, not buy", "A cupboard with tools and a carpet cleaner that everybody can borrow."),
        ),
    ],
    "getting-about": [
        (
            Said("Bus shelter", "There is no roof at the stop and we get wet."),
            Said("A roof at the bus stop", "Put up a bus shelter with a seat. It rains in from the side."),
            Said("Keep dry while you wait for the bus", "The bus stop on Mill Road needs a shelter."),
        ),
        (
            Said("Mend the pavement on Ferry Street", "Tree roots have lifted the slabs and people fall."),
            Said("Broken slabs on Ferry Street", "I fell on the uneven pavement. Lay new slabs."),
            Said("Even pavement", "Pushchairs cannot get along the pavement in Ferry Street. Repair the slabs."),
        ),
        (
            Said("Community minibus", "To take people to the hospital, because the bus takes two hours."),
            Said("A minibus for hospital trips", "Older people miss appointments. A minibus with volunteer drivers would help."),
            Said("Lifts to hospital", "Buy a used minibus and train drivers, for trips to hospital and the shops."),
        ),
    ],
}  # fmt: skip


def pairs(seed: str = "letgo") -> list[Pair]:
    """About 200 labelled pairs, the same for a seed: half one wish in other words, half two wishes, a third of these of one kind."""
    wishes = [(category, wish) for category, several in WISHES.items() for wish in several]
    same = [Pair(one, other, True) for _, wish in wishes for one, other in combinations(wish, 2)]
    near, far = [], []
    for (first, ones), (second, others) in combinations(wishes, 2):
        (near if first == second else far).extend(Pair(a, b, False) for a in ones for b in others)
    return [
        *_first(same, PAIRS, seed),
        *_first(near, PAIRS // 3, seed),
        *_first(far, PAIRS - PAIRS // 3, seed),
    ]


def _first(found: list[Pair], most: int, seed: str) -> list[Pair]:
    """`most` of them, in an order that depends on the seed and on nothing else."""
    return sorted(found, key=lambda pair: sha256(f"{seed}\0{pair}".encode()).hexdigest())[:most]
