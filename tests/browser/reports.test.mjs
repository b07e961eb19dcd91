// Files as people have them, dropped on the page: each is read as it must be, or told what it is, and the page says what
// `evaluate` says, digit by digit. One page takes them all, one after the other.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { test } from "./lib/registry.mjs";

const SLUG = "percentiles";
const root = fileURLToPath(new URL("../../", import.meta.url));
const REPORTS = "crates/core/tests/data/reports";
const MATERIAL = "crates/core/src/import/stated/material";
const expected = JSON.parse(readFileSync(join(root, REPORTS, "expected.json"), "utf8")).cases;

/** Drops a file as a reader would; its name tells the drops apart. */
const drop = (page, name, bytes) => page.evaluate((name, base64) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
  document.querySelector(".data-drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}, name, Buffer.from(bytes).toString("base64"));

/** What the page makes of the file of this name: a refusal, or readouts; nothing while it is not there yet. */
const came = (name) => {
  const words = (selector) => document.querySelector(selector)?.innerText ?? "";
  const stated = document.querySelector("[data-import-stated]");
  const figures = stated && Object.fromEntries([...stated.querySelectorAll("[data-stated]")].map((row) => [row.dataset.stated, Number(row.dataset.value)]));
  const steps = stated && [...stated.querySelectorAll("[data-stated-up-to]")].map((row) => [Number(row.dataset.statedUpTo), Number(row.dataset.value)]);
  const refusal = words("[data-import-refusal]");
  if (refusal.includes(`“${name}”`)) return { refusal, figures, steps, tool: stated?.dataset.importStated };
  const took = words("[data-import-took]");
  if (refusal || !took.includes(`“${name}”`)) return null;
  const readouts = Object.fromEntries([...document.querySelectorAll("output[data-readout]")].map(({ dataset }) => [dataset.readout, Number(dataset.value)]));
  const notices = [...document.querySelectorAll("[data-import-summary] [data-notice] li")].map((item) => item.innerText);
  return { took, readouts, notices, figures, steps, tool: stated?.dataset.importStated };
};

/** Where page and model differ, in a line; empty where they do not. */
function difference(shown, model) {
  if (!shown) return "the page says nothing of it";
  const figures = Object.fromEntries(Object.entries(model.stated?.figures ?? {}).map(([name, { value }]) => [name, value]));
  const steps = (model.stated?.no_slower ?? []).map(({ up_to_ms, count }) => [up_to_ms, count]);
  if (JSON.stringify(shown.figures ?? {}) !== JSON.stringify(figures)) return `the page states ${JSON.stringify(shown.figures)}, the model ${JSON.stringify(figures)}`;
  if (JSON.stringify(shown.steps ?? []) !== JSON.stringify(steps)) return `the page has the steps ${JSON.stringify(shown.steps)}, the model ${JSON.stringify(steps)}`;
  if (model.stated && shown.tool !== model.stated.tool) return `the page calls it ${shown.tool}, the model ${model.stated.tool}`;
  if (model.refusal !== undefined) {
    const sentence = model.refusal.slice(model.refusal.indexOf("”: ") + 3);
    return shown.refusal?.includes(sentence) ? "" : `the page says “${shown.refusal ?? shown.took}”, the model “${sentence}”`;
  }
  if (!shown.readouts) return `refused: ${shown.refusal}`;
  for (const [key, { value }] of Object.entries(model.readouts)) if (shown.readouts[key] !== value) return `${key} is ${shown.readouts[key]}, not ${value}`;
  const missing = model.notices.filter((notice) => !shown.notices.includes(notice));
  return missing.length ? `not said: ${missing.join(" ")}` : "";
}

/** Drops a file and waits until the page agrees with the model; what it shows, and where it differs after all. */
async function settled(visit, page, file, name, args = {}) {
  const model = await visit.evaluate(SLUG, { ...args, data: `@${file}` });
  await drop(page, name, readFileSync(join(root, file)));
  const end = Date.now() + 10_000;
  for (;;) {
    const shown = await page.evaluate(came, name);
    const wrong = difference(shown, model);
    if (!wrong || Date.now() > end) return { shown, wrong };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("every report is read rightly or told what it is, as the model does", async (visit) => {
  const page = await visit.openRoute(SLUG);
  const wrong = [];
  let dropped = 0;
  const cases = Object.entries(expected).filter(([name, { topic }]) => topic === SLUG && readdirSync(join(root, REPORTS)).includes(name));
  for (const [name, { args, accept, values, rel_tol, sentence_must = [], sentence_must_not = [], notices_must_not = [] }] of cases) {
    const asked = Object.fromEntries(args.map((word) => word.split("=")));
    await visit.go(page, SLUG, asked);
    const { shown, wrong: differs } = await settled(visit, page, `${REPORTS}/${name}`, name, asked);
    dropped += 1;
    if (differs) {
      wrong.push(`${name}: ${differs}`);
    } else if (shown.refusal) {
      const fits = accept.includes("sentence") && sentence_must.every((word) => shown.refusal.includes(word)) && !sentence_must_not.some((word) => shown.refusal.includes(word));
      if (!fits) wrong.push(`${name}: refused: ${shown.refusal}`);
    } else {
      if (!accept.includes("values")) wrong.push(`${name}: is not refused`);
      for (const [key, value] of Object.entries(values)) {
        if (!(Math.abs(shown.readouts[key] - value) <= rel_tol * Math.abs(value))) wrong.push(`${name}: ${key} is ${shown.readouts[key]}, not ${value}`);
      }
      if (shown.notices.some((notice) => notices_must_not.some((word) => notice.includes(word)))) wrong.push(`${name}: says ${shown.notices}`);
    }
  }
  visit.assert.deepEqual(wrong, []);
  visit.assert.ok(dropped >= 26, `${dropped} files`);
}, { seconds: 120 });

test("what each tool's own report states is shown as the model has it", async (visit) => {
  const page = await visit.openRoute(SLUG);
  const wrong = [];
  for (const name of readdirSync(join(root, MATERIAL)).sort()) {
    const { wrong: differs } = await settled(visit, page, `${MATERIAL}/${name}`, name);
    if (differs) wrong.push(`${name}: ${differs}`);
  }
  visit.assert.deepEqual(wrong, []);
}, { seconds: 120 });

const type = (page, text) => page.evaluate((text) => {
  const field = document.querySelector('textarea[data-input="data"]');
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}, text);

test("a pasted report shows the figures it states, each as it states it", async (visit) => {
  const page = await visit.openRoute(SLUG);
  await type(page, readFileSync(join(root, REPORTS, "11-wrk-latency.txt"), "utf8"));
  await visit.waitFor(page, () => document.querySelector("[data-import-stated=wrk]"));
  const shown = await page.evaluate(() => ({
    p99: Number(document.querySelector('[data-import-stated] [data-stated="p99"]').dataset.value),
    words: document.querySelector("[data-import-stated]").innerText,
  }));
  visit.assert.equal(shown.p99, 1560);
  visit.assert.match(shown.words, /377 requests/);
  visit.assert.match(shown.words, /measured: as wrk states it/);
  await type(page, "5\n7\n");
  await visit.waitFor(page, () => !document.querySelector("[data-import-stated]"), undefined, { what: "the figures go with the text" });
});

const readoutIs = (visit, page, key, value) => visit.waitFor(page, ({ key, value }) => Number(document.querySelector(`output[data-readout="${key}"]`)?.dataset.value) === value, { key, value }, { what: `${key} = ${value}` });

test("where no column is clear the likeliest are offered, and the one chosen is read at once", async (visit) => {
  const page = await visit.openRoute(SLUG);
  const text = "3,17,5\n8,11,9\n4,12,2\n";
  for (const bring of [() => drop(page, "three.csv", text), () => type(page, text)]) {
    await bring();
    await visit.waitFor(page, () => document.querySelector("[data-import-offers] select"));
    const offered = await page.evaluate(() => [...document.querySelectorAll("[data-import-offers] option")].map((option) => option.value));
    visit.assert.deepEqual(offered, ["", "column 1", "column 2", "column 3"]);
    await page.select("[data-import-offers] select", "column 2");
    await readoutIs(visit, page, "max_ms", 17);
    visit.assert.equal(await page.$("[data-import-offers]"), null);
    visit.assert.equal(await page.evaluate(() => document.activeElement?.matches("select[data-import-column]")), true, "the choice keeps the focus");
    await visit.go(page, "queue");
    await visit.go(page, SLUG);
    await readoutIs(visit, page, "mean_ms", 147.5);
  }
});

test("requests are chosen by status and by name, and all come back", async (visit) => {
  const page = await visit.openRoute(SLUG);
  await drop(page, "log.csv", "label,status,latency_ms\nHome,200,12.5\nCart,503,900.5\nHome,204,13.5\nCart,200,40.25\n");
  await readoutIs(visit, page, "count", 4);
  await page.select("[data-import-status]", "2xx");
  await readoutIs(visit, page, "count", 3);
  await page.select("[data-import-name]", "Cart");
  await readoutIs(visit, page, "mean_ms", 40.25);
  visit.assert.match(await page.evaluate(() => document.querySelector("[data-import-took]").innerText), /only status “2xx”, only name “Cart”, 1 request/);
  await page.select("[data-import-status]", "");
  await page.select("[data-import-name]", "");
  await readoutIs(visit, page, "count", 4);
});
