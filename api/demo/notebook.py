"""What made-up teachers write into their observation notes, and what they read."""

from __future__ import annotations

import random

BOOKS = (
    "教室里的一百个清晨",
    "慢下来的课堂",
    "作业本背后的孩子",
    "提问的尺度",
    "乡村小学的春天",
    "从一支粉笔说起",
    "Kids与老师的12封信",
)
TRAININGS = (
    "命题与评价工作坊",
    "跨学科主题学习研修",
    "AI与课堂教学培训",
    "心理健康教育C证培训",
    "骨干教师跟岗学习",
)

_SEEN = (
    "导入用生活里的例子",
    "先让学生猜再动手验证",
    "两次小组讨论都有记录单",
    "板书随讲随写",
    "练习分三层布置",
    "朗读指导具体",
    "用PPT展示了5幅图",
    "追问紧扣错误答案",
    "实验由学生操作",
    "复习旧知用时8分钟",
)
_JUDGED = (
    "后排学生也能参与",
    "时间稍紧,小结略显仓促",
    "节奏平稳",
    "难点处停留得当",
    "学生发言面还可再宽",
    "评价语言单一了些",
    "课堂气氛活跃",
    "当堂检测正确率较高",
)
_LEARNT = (
    "回去后试着把提问减到6个以内",
    "下周在自己班上也用记录单",
    "备课时要先想学生会错在哪里",
    "留给学生安静思考的时间",
    "想学她处理意外回答的办法",
    "分层练习值得照着做一次",
    "板书要留到下课前",
    "与同组老师商量怎样改进导入",
)


def notes(rng: random.Random) -> str:
    """What was seen in a lesson."""
    return f"{rng.choice(_SEEN)};{rng.choice(_JUDGED)}。"


def reflection(rng: random.Random) -> str:
    """What the observer takes along."""
    return f"{rng.choice(_LEARNT)}。"
