"""Results: what a pack says of everybody, of one teacher, of the county at a glance; under codes, without names."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.accounts.permitted import Deed, Matter, check, sees
from api.desk.withheld import answers_for, explanations_for
from api.http.answering import JSON, answered, json_answer
from api.http.door import TheVisitor
from api.http.kept_answers import Answer
from api.http.questions import CountyQuestion, ProgramQuestion, TheDesk
from api.http.reading_desk import Evaluated, Question, ReadingDesk
from api.interface.described import read
from api.interface.seen import check_sees_everything, of_evaluation
from api.interface.shapes.county import CountyAnswer
from api.interface.shapes.evaluation import EvaluationAnswer, TeacherAnswer
from projections.canonical import canonical, canonical_object

routes = APIRouter(tags=["evaluation"])


@routes.get("/api/v1/evaluations", responses=read(EvaluationAnswer), summary="按考核办法算出一个学期的结果")
async def evaluations(
    request: Request, desk: TheDesk, visitor: TheVisitor, asked: Annotated[CountyQuestion, Query()]
) -> Response:
    """A pack over a term, for everybody whom the visitor sees or one teacher; as `shilu evaluate --format json`."""
    check(visitor, Deed.READ, Matter(teacher=asked.teacher or ""))

    def made() -> Answer:
        evaluation = evaluated(desk, asked).evaluation
        seen = sees(visitor)
        if asked.teacher is not None:
            found = evaluation.to_json(asked.teacher)
            said = {code: answers_for(seen, one, evaluation.pack, code) for code, one in found["teachers"].items()}
            return json_answer(found | {"teachers": said})
        if not seen.everything:
            return json_answer(of_evaluation(evaluation.to_json(), visitor, evaluation.pack))
        head = {name: canonical(said) for name, said in evaluation.head().items()}
        return Answer(canonical_object(head | evaluation.written.sections()), JSON)

    return await answered(request, desk, lambda: question(desk, asked), made)


@routes.get("/api/v1/teachers/{teacher}", responses=read(TeacherAnswer), summary="一位教师的结果,以及每个数为什么")
async def teacher(
    teacher: str, request: Request, desk: TheDesk, visitor: TheVisitor, asked: Annotated[ProgramQuestion, Query()]
) -> Response:
    """One teacher's answers and their explanations, the same as `shilu explain --format json`."""
    check(visitor, Deed.READ, Matter(teacher=teacher))

    def made() -> Answer:
        found = evaluated(desk, asked)
        seen, pack = sees(visitor), found.evaluation.pack
        said = answers_for(seen, found.evaluation.of_teacher(teacher), pack, teacher)
        explanations = [one.to_json() for one in explanations_for(seen, found.of_teacher(teacher), pack, teacher)]
        head = {"teacher": found.evaluation.code_now(teacher)} | found.evaluation.head()
        return json_answer(head | {"answers": said, "explanations": explanations})

    return await answered(request, desk, lambda: question(desk, asked), made)


@routes.get(
    "/api/v1/dashboard",
    responses=read(CountyAnswer),
    summary="全县一览:各项指标完成多少,哪些学校差得多,积分怎样分布,最近登记了什么",
)
async def dashboard(
    request: Request, desk: TheDesk, visitor: TheVisitor, asked: Annotated[ProgramQuestion, Query()]
) -> Response:
    """The county at a glance; for those who see all of it."""
    check_sees_everything(visitor, Deed.COMPARE)

    def made() -> Answer:
        found = evaluated(desk, asked)
        last = [one.to_json() for one in desk.last_recorded(found.evaluation)]
        return json_answer(found.evaluation.head() | found.figures.to_json() | {"last_recorded": last})

    return await answered(request, desk, lambda: question(desk, asked), made)


def question(desk: ReadingDesk, asked: ProgramQuestion) -> Question:
    """What is asked, in full. Raises Misuse `unknown-pack`, `bad-known-at`."""
    return desk.question(asked.pack, asked.term, asked.as_of, asked.known_at)


def evaluated(desk: ReadingDesk, asked: ProgramQuestion) -> Evaluated:
    """The evaluation that is asked about. Raises Misuse `unknown-pack`, `unknown-term`, `bad-known-at`."""
    return desk.evaluated(asked.pack, asked.term, asked.as_of, asked.known_at)
