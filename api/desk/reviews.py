"""What can be done in a round of review, one function a deed, for the command line, programs and pages alike."""

from api.desk.reviews_announcing import announce as announce
from api.desk.reviews_applying import apply as apply
from api.desk.reviews_applying import check as check
from api.desk.reviews_applying import freeze as freeze
from api.desk.reviews_applying import withdraw as withdraw
from api.desk.reviews_giving import give as give
from api.desk.reviews_judging import declare_relation as declare_relation
from api.desk.reviews_judging import judge as judge
from api.desk.reviews_judging import score as score
from api.desk.reviews_judging import stand_aside as stand_aside
from api.desk.reviews_judging import tie_vote as tie_vote
from api.desk.reviews_judging import vote as vote
from api.desk.reviews_listing import appeal as appeal
from api.desk.reviews_listing import close as close
from api.desk.reviews_listing import decide as decide
from api.desk.reviews_listing import decide_appeal as decide_appeal
from api.desk.reviews_listing import decide_objection as decide_objection
from api.desk.reviews_listing import list_ as list_
from api.desk.reviews_listing import notice as notice
from api.desk.reviews_listing import object_ as object_
