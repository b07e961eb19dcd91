// What axe cannot see: every chart has a name, a sentence, a legible picture, and its numbers as a table and as files.
import { test } from "./lib/registry.mjs";

test("every chart has a name, a sentence of 40 to 250 characters, and its numbers in a table", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  let charts = 0;
  for (const { slug } of await t.topics()) {
    await t.go(page, slug);
    const found = await page.evaluate(async () => {
      const rows = [];
      for (const figure of document.querySelectorAll("[data-topic] figure.chart")) {
        const details = figure.querySelector("details.chart-data");
        if (details) details.open = true;
        await new Promise((resolve) => setTimeout(resolve, 60));
        const says = figure.querySelector("[data-chart-says]")?.innerText.trim() ?? "";
        rows.push({
          name: figure.dataset.chart, label: figure.getAttribute("aria-label") ?? "", says, hasDetails: Boolean(details),
          rows: figure.querySelectorAll("tbody tr").length, columns: figure.querySelectorAll("thead th").length,
          files: figure.querySelectorAll("[data-download]").length,
          marks: figure.querySelectorAll("svg path, svg polyline, svg rect, svg line, svg circle").length,
          small: [...figure.querySelectorAll(".chart-picture svg text")].filter((text) => text.getBoundingClientRect().height < 10).length,
          strange: (figure.innerText + (figure.querySelector("svg")?.outerHTML ?? "")).match(/.{0,30}(NaN|Infinity|undefined).{0,30}/)?.[0],
        });
      }
      return rows;
    });
    charts += found.length;
    if (!found.length) wrong.push(`${slug} has no chart`);
    for (const chart of found) {
      const say = (words) => wrong.push(`${slug}, chart ${chart.name}: ${words}`);
      if (!chart.label.trim()) say("no name");
      if (chart.says.length < 40 || chart.says.length > 250) say(`its sentence has ${chart.says.length} characters: ${chart.says}`);
      if (!/\d/.test(chart.says)) say(`its sentence has no number: ${chart.says}`);
      if (chart.hasDetails && (chart.rows < 1 || chart.rows > 200 || chart.columns < 2)) say(`its table has ${chart.rows} rows and ${chart.columns} columns`);
      if (chart.hasDetails && chart.files < 2) say("no files to save");
      if (chart.marks < 3) say("nothing is painted");
      if (chart.small) say(`${chart.small} words are too small to read`);
      if (chart.strange) say(chart.strange);
    }
  }
  t.assert.ok(charts > 0);
  t.assert.deepEqual(wrong, []);
}, { seconds: 120 });
