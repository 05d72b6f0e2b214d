// Draws the table inside each <figure class="chart" data-chart="KIND">; without scripts the table stands by itself.
"use strict";

(function () {
  var INK = "#20262c", QUIET = "#586069", LINE = "#d9dcd8";
  var COLOURS = ["#1f4e79", "#c77700", "#1f6b45", "#9d2b22", "#6d5a8d", "#5f7d8c", "#8a6d3b", "#8b9299"];
  var FONT = getComputedStyle(document.body).fontFamily;

  function read(figure) {
    var table = figure.querySelector("table");
    var headings = [].map.call(table.tHead.rows[0].cells, function (one) { return one.textContent.trim(); });
    var rows = [].map.call(table.tBodies[0].rows, function (row) {
      var link = row.querySelector("a");
      var said = { labels: [], numbers: [], link: link && link.href };
      [].forEach.call(row.cells, function (one) {
        if (one.tagName === "TH") { said.labels.push(one.textContent.trim()); }
        else { said.numbers.push("value" in one.dataset ? Number(one.dataset.value) : null); }
      });
      return said;
    });
    return { kind: figure.dataset.chart, unit: figure.dataset.unit, headings: headings, rows: rows };
  }

  function axes(told, lying) {
    var names = { type: "category", data: told.rows.map(function (row) { return row.labels[0]; }), inverse: lying,
      axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false },
      axisLabel: { color: INK, fontFamily: FONT, width: lying ? 130 : undefined, overflow: "truncate", hideOverlap: true } };
    var values = { type: "value", name: lying ? "" : told.unit, splitLine: { lineStyle: { color: LINE } },
      axisLabel: { color: QUIET, fontFamily: FONT }, minInterval: 1 };
    return lying ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values };
  }

  function plane(told) {
    var lying = told.kind === "bars" || told.kind === "stacked-bars", series = told.headings.slice(1);
    var drawn = axes(told, lying);
    drawn.series = series.map(function (name, place) {
      return { name: name, type: told.kind === "lines" ? "line" : "bar", barMaxWidth: 26,
        stack: told.kind.indexOf("stacked") === 0 ? "all" : undefined, connectNulls: false, symbolSize: 7,
        data: told.rows.map(function (row) { return row.numbers[place]; }) };
    });
    drawn.legend = { show: series.length > 1, top: 0, textStyle: { color: INK, fontFamily: FONT } };
    drawn.grid = { left: 8, right: 24, top: series.length > 1 ? 36 : 24, bottom: 8, containLabel: true };
    drawn.tooltip = { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" } };
    return drawn;
  }

  function flow(told) {
    // A place that both sends and receives stands on both sides: a flow that goes round in a circle cannot be drawn.
    var ends = {};
    var links = told.rows.filter(function (row) { return row.numbers[0]; }).map(function (row) {
      var from = "→" + row.labels[0], to = row.labels[1];
      ends[from] = row.labels[0];
      ends[to] = row.labels[1];
      return { source: from, target: to, value: row.numbers[0] };
    });
    return {
      tooltip: { renderMode: "richText", confine: true },
      series: [{ type: "sankey", left: 4, right: 110, top: 8, bottom: 8, nodeGap: 10, links: links, draggable: false,
        data: Object.keys(ends).map(function (name) {
          return { name: name, itemStyle: { color: name.charAt(0) === "→" ? COLOURS[0] : COLOURS[1] } };
        }),
        label: { fontFamily: FONT, color: INK, width: 100, overflow: "truncate",
          formatter: function (one) { return ends[one.name]; } },
        tooltip: { formatter: function (one) {
          var told_ = one.dataType === "edge" ? ends[one.data.source] + " → " + ends[one.data.target] : ends[one.name];
          return told_ + " " + one.value + " " + told.unit;
        } },
        lineStyle: { color: COLOURS[0], opacity: 0.22 } }]
    };
  }

  function draw(figure) {
    var place = figure.querySelector(".canvas"), told = read(figure);
    if (!told.rows.length) { return; }
    figure.querySelector("details").open = false;
    place.classList.add("drawn");
    if (/bars$/.test(told.kind)) {
      var thick = told.kind === "bars" ? Math.max(1.6, (told.headings.length - 1) * 1.1) : 1.6;
      place.style.height = Math.max(8, told.rows.length * thick + 5) + "rem";
    }
    if (told.kind === "flow") { place.style.height = Math.max(14, told.rows.length * 2.2 + 3) + "rem"; }
    var chart = window.echarts.init(place);
    var option = told.kind === "flow" ? flow(told) : plane(told);
    option.color = COLOURS;
    option.textStyle = { fontFamily: FONT };
    option.animation = false;
    chart.setOption(option);
    chart.on("click", function (one) {
      var row = told.rows[one.dataIndex];
      if (told.kind !== "flow" && row && row.link) { window.location.href = row.link; }
    });
    new ResizeObserver(function () { chart.resize(); }).observe(place);
  }

  function drawAll() {
    document.querySelectorAll("figure.chart[data-chart]").forEach(function (figure) {
      if (!figure.querySelector(".canvas.drawn")) { draw(figure); }
    });
  }

  if (window.echarts) { drawAll(); return; }
  var script = document.createElement("script");
  script.src = document.querySelector("script[data-echarts]").dataset.echarts;
  script.onload = drawAll;
  document.head.appendChild(script);
  document.addEventListener("htmx:afterSettle", function () { if (window.echarts) { drawAll(); } });
}());
