"""What people call each contradiction, and how far it has come."""

from projections.contradictions.contradiction import State, What

WHAT = {
    What.TWO_PLACES: "同一节课身在两处",
    What.ON_LEAVE: "请假期间有记录",
    What.BEFORE_HIRE: "入职前有记录",
    What.AFTER_LEAVING: "离职后有记录",
    What.ON_ROTATION: "支教期间别处有记录",
    What.ON_LOAN: "借调期间别处有记录",
    What.FREE_DAY: "放假日上课",
    What.TIMETABLE: "超出课表节数",
    What.BEFORE_CONTEST: "证书早于赛事",
    What.SAME_CERTIFICATE: "证书号重复",
    What.SAME_NOTES: "听课记录雷同",
    What.RECORDED_LATE: "事后很久才登记",
    What.BEFORE_REVIEW: "评审前集中补记",
    What.YOUNGER_MENTOR: "师傅资历浅于徒弟",
    What.WORKS_ELSEWHERE: "在册不在岗",
    What.NO_LESSONS: "在册没有任课",
    What.TWO_FILES: "一人两份档案",
}
STATES = {
    State.OPEN: "待说明",
    State.EXPLAINED: "已说明",
    State.SETTLED: "已办结",
    State.PASSED_ON: "已移交",
}
