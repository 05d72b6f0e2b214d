// What pages do a little better where scripts run; every page can be read without it.
"use strict";

document.documentElement.classList.add("runs-scripts");

// A form that was sent is not sent twice by an impatient finger.
document.addEventListener("submit", function (event) {
  if (event.defaultPrevented) { return; }
  var button = event.submitter;
  window.setTimeout(function () { if (button) { button.disabled = true; } }, 0);
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("button[disabled]:not([data-stays])").forEach(function (one) { one.disabled = false; });
});

document.addEventListener("click", function (event) {
  var print = event.target.closest("[data-print]");
  if (print) { event.preventDefault(); window.print(); }
});

// A box that marks all boxes of its name in the same form.
document.addEventListener("change", function (event) {
  var all = event.target;
  if (!all.matches("input[type=checkbox][data-marks]") || !all.form) { return; }
  all.form.querySelectorAll("input[type=checkbox][name='" + all.dataset.marks + "']").forEach(function (one) {
    one.checked = all.checked;
  });
});

// Forms that htmx sends carry the token of the session, wherever the page has one.
document.addEventListener("htmx:configRequest", function (event) {
  var field = document.querySelector("input[name=csrf]");
  if (field) { event.detail.headers["X-CSRF-Token"] = field.value; }
});
// An answer that refuses is shown as well: it says what to do.
document.addEventListener("htmx:beforeSwap", function (event) {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) { event.detail.shouldSwap = true; }
});

// Charts bring a large program with them: it is asked for only where there is a chart.
document.addEventListener("DOMContentLoaded", function () {
  if (!document.querySelector("figure.chart[data-chart]")) { return; }
  var charts = document.createElement("script");
  charts.src = "/static/charts.js";
  charts.dataset.echarts = "/static/vendor/echarts-6.1.0-bar-line-sankey.min.js";
  document.head.appendChild(charts);
});
