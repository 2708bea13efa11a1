"""（五）订刊观影 and （六）阵地建设."""

from jianfu.reporting.document import Heading, Node, Sentence, Table, paragraph, sentence
from jianfu.reporting.figures import facilities, subscriptions
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_list, say_title


def tell_subscriptions(material: Material) -> list[Node]:
    """Newspapers, magazines and films."""
    kinds, amount, films = subscriptions.count_subscriptions(material)
    outside, cost, share = subscriptions.count_outside_party_press(material)
    nodes: list[Node] = [
        Heading(2, "（五）订刊观影"),
        paragraph(
            sentence(f"{material.bearers}登记征订报刊、图书、电影共", kinds, "种，"),
            sentence("其中电影", films, "部，"),
            sentence("登记金额合计", amount, "元。"),
            sentence("注明不属党报党刊的", outside, "种，"),
            sentence("金额", cost, "元，占注明类别部分的", share, "。"),
            sentence("使用情况登记为未拆封、闲置等的", subscriptions.count_unused(material), "条。"),
        ),
    ]
    buyers = subscriptions.list_largest_buyers(material)
    if len(buyers) > 1:
        rows = tuple((printable(buyer.organ), buyer.kinds, buyer.amount) for buyer in buyers)
        nodes.append(
            Table("征订金额较大的单位", ("单位", "种类（种）", "金额（元）"), rows, "只反映承担数额，不作排名。")
        )
    return nodes


def tell_facilities(material: Material) -> list[Node]:
    """Rooms and plaques."""
    rooms, separate = facilities.count_township_rooms(material)
    plaques = facilities.count_village_plaques(material)
    return [
        Heading(2, "（六）阵地建设"),
        paragraph(
            sentence("共有", rooms.issuers, "个单位要求乡镇（街道）建阵地", rooms.count, "个，"),
            sentence("平均每个单位", rooms.average, "个，"),
            sentence("其中要求独立场所的", separate, "个。"),
            sentence("共有", plaques.issuers, "个单位要求村级挂牌", plaques.count, "种，"),
            sentence("平均每个单位", plaques.average, "种。"),
            _say_largest(facilities.find_largest_asker(material)),
            sentence("登记了投入的阵地、牌子，投入合计", facilities.sum_cost(material), "元。"),
            *_say_costs(facilities.list_least_costs(material)),
            sentence("使用情况登记为闲置、利用率低等的", facilities.count_idle(material), "条。"),
        ),
    ]


def _say_largest(asker: facilities.LargestAsker | None) -> Sentence:
    if asker is None:
        return ()
    rooms = say_list(asker.titles) if len(asker.titles) <= 6 else say_list(asker.titles[:6]) + "等"
    return sentence(f"如{printable(asker.issuer)}要求村级设置{rooms}", asker.count, "个阵地。")


def _say_costs(costs: tuple[facilities.LeastCost, ...]) -> list[Sentence]:
    return [sentence(f"{say_title(cost.title)}{cost.level}级每个投入不低于", cost.cost, "元。") for cost in costs]
