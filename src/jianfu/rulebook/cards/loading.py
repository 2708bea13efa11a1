"""From YAML to rule cards. Every mistake is collected with file, line, key and remedy; one mistake stops the run."""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from jianfu.rulebook.cards.card import (
    Aggregate,
    Citation,
    Comparison,
    Condition,
    DatedValue,
    Example,
    GroupComparison,
    Judgement,
    NamedPredicate,
    Operand,
    Operator,
    Outcome,
    Parameter,
    Reading,
    Review,
    RuleCard,
    Severity,
    Unit,
    Verb,
    Window,
)
from jianfu.rulebook.cards.tree import BrokenCards, Item, Mistake, read_tree
from jianfu.rulebook.cards.values import ItemReader
from jianfu.rulebook.judging.facts import facts_of
from jianfu.rulebook.judging.predicates import PREDICATES
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind

_KEYS = (
    *("编号", "名称", "一句话", "依据", "效力用语", "处理", "地区", "适用", "判断", "参数", "生效", "失效"),
    *("缺数据时", "提问", "算例", "审核"),
)
_NEEDED = ("编号", "名称", "一句话", "依据", "效力用语", "处理", "适用", "判断", "生效", "缺数据时", "算例")
_NUMERIC = frozenset({ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY})
_ORDER = frozenset({Operator.GREATER, Operator.AT_LEAST, Operator.LESS, Operator.AT_MOST, Operator.EQUAL})
_WORD_OPERATORS = frozenset({Operator.EQUAL, Operator.AMONG})
_KINDS = {kind.label: kind for kind in BurdenKind}
_OPERATORS = {operator.value: operator for operator in Operator}
_REVIEW_BLOCK = re.compile(r"^审核:.*?(?=^\S|\Z)", re.MULTILINE | re.DOTALL)


def load_cards(folders: Sequence[Path]) -> tuple[RuleCard, ...]:
    """All cards of the folders, by path. BrokenCards with every mistake of every card; two of one 编号 are one."""
    cards: list[RuleCard] = []
    mistakes: list[Mistake] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*/*.yaml"))):
        try:
            cards.append(read_card(path))
        except BrokenCards as broken:
            mistakes += broken.mistakes
    first: dict[str, RuleCard] = {}
    for card in cards:
        known = first.setdefault(card.number, card)
        if known is not card:
            what = f"编号“{card.number}”已经用在 {known.path}。"
            mistakes.append(Mistake(card.path, 1, "编号", what, "请换一个编号。"))
    if mistakes:
        raise BrokenCards(mistakes)
    return tuple(cards)


def read_card(path: Path) -> RuleCard:
    """One card. BrokenCards with all its mistakes."""
    tree = read_tree(path)
    reader = _CardReader(path, tree)
    card = reader.read()
    if card is None:
        raise BrokenCards(reader.mistakes)
    return card


def signed_text(text: str) -> str:
    """What a signature is for: the card's text without its review."""
    return _REVIEW_BLOCK.sub("", text).rstrip() + "\n"


class _CardReader(ItemReader):
    """Reads one card."""

    def __init__(self, path: Path, tree: Item) -> None:
        super().__init__(path)
        self.tree = tree
        self.kind = BurdenKind.DOCUMENT
        self.parameters: dict[str, tuple[DatedValue, ...]] = {}

    def read(self) -> RuleCard | None:
        """The card, or None with `mistakes` filled."""
        top = self.as_table(self.tree, "")
        for key in sorted(set(top) - set(_KEYS)):
            self.tell(top[key].line, key, "不认识这一项。", f"可用的项：{'、'.join(_KEYS)}。")
        for key in _NEEDED:
            if key not in top:
                self.tell(1, key, "缺少这一项。", "请补上。")
        if self.mistakes:
            return None
        scope = self.as_record(top["适用"], "适用", ("对象", "单位", "当", "除非"))
        self.kind = self.as_choice(scope.get("对象"), "对象", _KINDS, BurdenKind.DOCUMENT, top["适用"].line)
        self.parameters = self._parameters(top.get("参数"))
        card = self._assemble(top, scope)
        return None if self.mistakes else card

    def _assemble(self, top: Mapping[str, Item], scope: Mapping[str, Item]) -> RuleCard:
        text = self.path.read_text(encoding="utf-8")
        return RuleCard(
            number=self.as_word(top["编号"], "编号"),
            name=self.as_word(top["名称"], "名称"),
            sentence=self.as_word(top["一句话"], "一句话"),
            citation=self._citation(top["依据"]),
            verb=self.as_choice(top["效力用语"], "效力用语", {verb.value: verb for verb in Verb}, Verb.SHALL),
            severity=self.as_choice(top["处理"], "处理", {s.value: s for s in Severity}, Severity.HINT),
            region=self.as_word(top["地区"], "地区") if "地区" in top else "",
            kind=self.kind,
            per=self.as_choice(scope["单位"], "单位", {unit.value: unit for unit in Unit}, Unit.RECEIPT)
            if "单位" in scope
            else Unit.RECEIPT,
            when=self._conditions(scope.get("当"), "当"),
            unless=self._conditions(scope.get("除非"), "除非"),
            judged=self._judgements(top["判断"]),
            parameters=self.parameters,
            since=self.as_day(top["生效"], "生效"),
            until=self.as_day(top["失效"], "失效") if "失效" in top else None,
            question=self.as_word(top["提问"], "提问") if "提问" in top else "",
            if_missing=self.as_word(top["缺数据时"], "缺数据时"),
            examples=self._examples(top["算例"]),
            review=self._review(top.get("审核")),
            path=self.path,
            digest=sha256(signed_text(text).encode()).hexdigest(),
        )

    def _citation(self, item: Item) -> Citation:
        table = self.as_record(item, "依据", ("文件", "条款", "原文", "出处", "读到"))
        for key in ("文件", "条款", "原文", "出处", "读到"):
            if key not in table:
                self.tell(item.line, key, "“依据”里缺少这一项。", "请补上；没有读到原文的，“读到”写 转述 或 记忆。")
        said = {key: self.as_word(table[key], key) if key in table else "" for key in ("文件", "条款", "原文", "出处")}
        reading = self.as_choice(table.get("读到"), "读到", {r.value: r for r in Reading}, Reading.MEMORY, item.line)
        return Citation(said["文件"], said["条款"], said["原文"], said["出处"], reading)

    def _parameters(self, item: Item | None) -> dict[str, tuple[DatedValue, ...]]:
        if item is None:
            return {}
        return {name: self._versions(name, versions) for name, versions in self.as_table(item, "参数").items()}

    def _versions(self, name: str, item: Item) -> tuple[DatedValue, ...]:
        versions = []
        for entry in self.as_list(item, name):
            table = self.as_record(entry, name, ("自", "值", "来源"))
            if not {"自", "值", "来源"} <= table.keys():
                self.tell(entry.line, name, "每个值要有“自”“值”“来源”三项。", "请补齐。")
                continue
            value = table["值"].value
            read = (
                tuple(self.as_word(part, name) for part in value)
                if isinstance(value, tuple)
                else self.as_number(table["值"], name)
            )
            versions.append(DatedValue(self.as_day(table["自"], name), read, self.as_word(table["来源"], "来源")))
        if [version.since for version in versions] != sorted({version.since for version in versions}):
            self.tell(item.line, name, "各个值没有按“自”的先后排列，或有两个同一天的值。", "请按日期先后排好。")
        return tuple(versions)

    def _conditions(self, item: Item | None, key: str) -> tuple[Condition, ...]:
        return () if item is None else tuple(self._condition(entry, key) for entry in self.as_list(item, key))

    def _condition(self, item: Item, key: str) -> Condition:
        table = self.as_table(item, key)
        if "条件" in table:
            return self._predicate(table["条件"])
        return self._comparison(item, table, key)

    def _predicate(self, item: Item) -> NamedPredicate:
        name = self.as_word(item, "条件")
        _, kinds = PREDICATES.get(name, (None, frozenset()))
        if self.kind not in kinds:
            usable = "、".join(known for known, (_, suited) in PREDICATES.items() if self.kind in suited)
            self.tell(item.line, "条件", f"“{name}”不能用于“{self.kind.label}”。", f"可用的条件：{usable}。")
        return NamedPredicate(name)

    def _comparison(self, item: Item, table: Mapping[str, Item], key: str) -> Comparison:
        label = self.as_word(table["事实"], "事实") if "事实" in table else ""
        field = facts_of(self.kind).get(label)
        if field is None:
            known = "、".join(facts_of(self.kind))
            self.tell(item.line, key, f"没有“{label}”这一事实。", f"“{self.kind.label}”可用的事实：{known}。")
            field = Field("", label, ValueKind.TEXT)
        operator, operand = self._operation(item, table, key, {"事实"})
        return Comparison(label, operator, self._operand(operand, operator, field, key))

    def _operation(
        self, item: Item, table: Mapping[str, Item], key: str, others: set[str]
    ) -> tuple[Operator, Item | None]:
        """The one operator of a comparison and what stands behind it."""
        rest = set(table) - others
        if len(rest) != 1 or not rest <= _OPERATORS.keys():
            wrong = "、".join(sorted(rest)) or "没有写"
            self.tell(item.line, key, f"比较要恰好有一个：{wrong}。", f"可用：{'、'.join(_OPERATORS)}。")
            return Operator.EQUAL, None
        name = rest.pop()
        return _OPERATORS[name], table[name]

    def _operand(self, item: Item | None, operator: Operator, field: Field, key: str) -> Operand | Parameter:
        if item is None:
            return ""
        suited = _operators_for(field.value)
        if operator not in suited:
            words = "、".join(sorted(one.value for one in suited))
            self.tell(item.line, key, f"“{field.label}”不能用“{operator.value}”。", f"可用：{words}。")
            return ""
        if isinstance(item.value, Mapping):
            return self._parameter(item, key)
        if operator is Operator.AMONG:
            return tuple(self.as_word(part, key) for part in self.as_list(item, key))
        return self._cell(item, field, key)

    def _cell(self, item: Item, field: Field, key: str) -> Operand:
        """One value of the field's kind."""
        if field.value is ValueKind.FLAG:
            return self.as_truth(item, key)
        if field.value in _NUMERIC:
            return self.as_number(item, key)
        return self.as_day(item, key) if field.value is ValueKind.DATE else self.as_word(item, key)

    def _parameter(self, item: Item, key: str) -> Parameter:
        table = self.as_record(item, key, ("参数",))
        name = self.as_word(table["参数"], "参数") if "参数" in table else ""
        if name not in self.parameters:
            self.tell(item.line, key, f"没有叫“{name}”的参数。", "请在“参数”里写上它，各值带“自”和“来源”。")
        return Parameter(name)

    def _judgements(self, item: Item) -> tuple[Judgement, ...]:
        return tuple(self._judgement(entry) for entry in self.as_list(item, "判断"))

    def _judgement(self, item: Item) -> Judgement:
        table = self.as_table(item, "判断")
        named = [aggregate for aggregate in Aggregate if aggregate.value in table]
        if not named:
            return self._condition(item, "判断")
        aggregate = named[0]
        inner = self.as_record(table[aggregate.value], aggregate.value, ("窗口", "分组", "事实", "其中"))
        operator, limit = self._operation(item, table, "判断", {aggregate.value})
        if operator not in _ORDER:
            self.tell(item.line, "判断", f"“{aggregate.value}”不能用“{operator.value}”。", "请用大小比较。")
        window = self.as_choice(inner.get("窗口"), "窗口", {w.value: w for w in Window}, Window.YEAR, item.line)
        if aggregate is Aggregate.YEAR_ON_YEAR and window in {Window.DAY, Window.WEEK}:
            self.tell(item.line, "窗口", "同比的窗口只能是 年、季度、月。", "请改写。")
        return GroupComparison(
            aggregate=aggregate,
            window=window,
            group=tuple(self._fact_name(part, "分组") for part in self.as_list(inner.get("分组"), "分组")),
            operator=operator,
            limit=self._limit(limit),
            fact=self._summand(inner, aggregate, item.line),
            among=self._conditions(inner.get("其中"), "其中"),
        )

    def _limit(self, item: Item | None) -> float | Parameter:
        if item is None:
            return 0.0
        return self._parameter(item, "判断") if isinstance(item.value, Mapping) else self.as_number(item, "判断")

    def _summand(self, inner: Mapping[str, Item], aggregate: Aggregate, line: int) -> str:
        if aggregate is not Aggregate.SUM:
            return ""
        name = self._fact_name(inner["事实"], "事实") if "事实" in inner else ""
        field = facts_of(self.kind).get(name)
        if field is None or field.value not in _NUMERIC:
            self.tell(line, "事实", "合计要有一个数量的事实。", "请写上，如 用纸、金额。")
        return name

    def _fact_name(self, item: Item, key: str) -> str:
        name = self.as_word(item, key)
        if name not in facts_of(self.kind):
            self.tell(item.line, key, f"没有“{name}”这一事实。", f"可用：{'、'.join(facts_of(self.kind))}。")
        return name

    def _examples(self, item: Item) -> tuple[Example, ...]:
        outcomes = {outcome.value: outcome for outcome in Outcome}
        examples = []
        for entry in self.as_list(item, "算例"):
            table = self.as_record(entry, "算例", ("情形", "事实", "结果", "资料齐全"))
            if not {"情形", "事实", "结果"} <= table.keys():
                self.tell(entry.line, "算例", "每个算例要有“情形”“事实”“结果”。", "请补齐。")
                continue
            examples.append(
                Example(
                    self.as_word(table["情形"], "情形"),
                    self._example_rows(table["事实"]),
                    self.as_choice(table["结果"], "结果", outcomes, Outcome.CANNOT_JUDGE),
                    self.as_truth(table["资料齐全"], "资料齐全") if "资料齐全" in table else True,
                    entry.line,
                )
            )
        return tuple(examples)

    def _example_rows(self, item: Item) -> tuple[dict[str, Operand], ...]:
        """One row, or several; a row with 重复: 9 stands for nine."""
        rows = []
        for entry in item.value if isinstance(item.value, tuple) else (item,):
            table = self.as_table(entry, "事实")
            times = int(self.as_number(table["重复"], "重复")) if "重复" in table else 1
            rows += [self._example_row({label: cell for label, cell in table.items() if label != "重复"})] * times
        return tuple(rows)

    def _example_row(self, table: Mapping[str, Item]) -> dict[str, Operand]:
        row: dict[str, Operand] = {}
        for label, cell in table.items():
            field = facts_of(self.kind).get(label)
            if field is None:
                self.tell(cell.line, label, "没有这一事实。", f"可用：{'、'.join(facts_of(self.kind))}。")
                continue
            row[label] = self._cell(cell, field, label)
        return row

    def _review(self, item: Item | None) -> Review:
        if item is None:
            return Review()
        table = self.as_record(item, "审核", ("人", "日期", "摘要"))
        if not {"人", "日期", "摘要"} <= table.keys():
            self.tell(item.line, "审核", "签过的卡要有“人”“日期”“摘要”三项。", "没有签的，请删去“审核”。")
            return Review()
        return Review(
            self.as_word(table["人"], "人"), self.as_day(table["日期"], "日期"), self.as_word(table["摘要"], "摘要")
        )


def _operators_for(kind: ValueKind) -> frozenset[Operator]:
    if kind in _NUMERIC or kind is ValueKind.DATE:
        return _ORDER
    return frozenset({Operator.IS, Operator.IS_NOT}) if kind is ValueKind.FLAG else _WORD_OPERATORS
