"""Who may object to a vote."""

from letgo.commons.people.queries import either
from letgo.commons.places import ways
from letgo.commons.powers.rules import LIVING_THERE
from letgo.decide.ballots.policies import VOTER, policy

# Who is on the list; and who lives here or uses the services here, for whoever was left off it must be heard too.
CHALLENGER = either(VOTER, policy(ways.near(*LIVING_THERE)))
