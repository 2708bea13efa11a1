"""`jianfu monitor`: monitoring points, what they say of all, trends, what moved, effects, the bulletin."""

import typer

from jianfu.cli.monitoring.bulletin import bulletin
from jianfu.cli.monitoring.effect import effect
from jianfu.cli.monitoring.points import estimate, panel
from jianfu.cli.monitoring.trends import displacement, trends
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup

app = typer.Typer(cls=ChineseGroup, help="监测：监测点、推算、趋势、此消彼长、措施效果、简报。", no_args_is_help=True)
for _command in (panel, estimate, trends, displacement, effect, bulletin):
    app.command(_command.__name__, cls=ChineseCommand)(_command)
