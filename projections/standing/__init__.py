"""What stands: of every entry the version that counts at a position, as columns and, on demand, as records."""

from projections.standing.standing import Kept as Kept
from projections.standing.standing import Standing as Standing
from projections.standing.standing import read_standing as read_standing
from projections.standing.standing import standing_in as standing_in
