"""The days and months of what happened, in the records of schools, processes and authorities."""

PROCESS_DAYS: dict[str, list[str]] = {
    "fault.mended/1": ["on", "mended_on"],
    "pairing.agreed/1": ["signed"],
    **{
        kind: ["on"]
        for kind in (
            "contradiction.explained/1",
            "contradiction.settled/1",
            "supervision.visited/1",
            "fault.found/1",
            "supervision.reported/1",
            "school.visited/1",
            "school.inspected/1",
            "plan.filed/1",
            "school.appraised/1",
            "school.honoured/1",
            "school.vetoed/1",
            "joint_activity.held/1",
            "rotation.interrupted/1",
            "rotation.resumed/1",
            "rotation.assessed/1",
            "rotation.completed/1",
            "rotation.ended_early/1",
            "mentorship.acted/1",
            "mentorship.ended/1",
            "pairing.activity_held/1",
            "pairing.reported/1",
            "pairing.assessed/1",
            "pairing.ended/1",
            "contest.entered/1",
            "contest.scored/1",
            "contest.stood_aside/1",
            "contest.closed/1",
            "contest.promoted/1",
            "contest.publicised/1",
            "contest.appealed/1",
            "contest.appeal_decided/1",
            "studio.founded/1",
            "studio.joined/1",
            "studio.left/1",
            "studio.assessed/1",
            "studio.dissolved/1",
        )
    },
}
"""By kind; kinds whose days may all lie ahead are not named."""
