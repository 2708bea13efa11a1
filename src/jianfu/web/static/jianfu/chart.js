/* Draws the chart whose data stands in the page; the table beside it says the same without scripts. */
"use strict";
for (const place of document.querySelectorAll(".chart[data-source]")) {
  const drawn = JSON.parse(document.getElementById(place.dataset.source).textContent);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  chart.setOption({
    animation: false,
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => value == null ? "没有登记" : Math.round(value) + " " + (place.dataset.unit || "小时") },
    legend: { type: "scroll", top: 0, left: 96 },
    grid: { left: 56, right: 16, top: 40, bottom: 32 },
    xAxis: { type: "category", data: drawn.months },
    yAxis: { type: "value", name: place.dataset.unit || "小时/周" },
    series: drawn.series.map((line) => ({ ...line, type: "bar", stack: "all" })),
  });
  window.addEventListener("resize", () => chart.resize());
}
