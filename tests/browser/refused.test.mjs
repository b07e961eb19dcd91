// A state without an answer: said in a sentence, and the page keeps a picture, never an empty box.
import { test } from "./lib/registry.mjs";

const seen = () => ({
  refusal: document.querySelector("[data-refusal]")?.innerText ?? "",
  charts: document.querySelectorAll("[data-chart] svg path").length,
  customers: document.querySelectorAll(".customer").length,
  wait: document.querySelector('[data-readout="mean_wait_ms"]')?.dataset.value,
  simulated: document.querySelector('[data-readout="sim_mean_wait_ms"]')?.dataset.value,
});

test("a link that opens on an unstable queue shows why, and the opening picture", async (t) => {
  const page = await t.open(t.siteAddress);
  await page.evaluate(() => { location.hash = "#/queue?arrivals_per_sec=80"; });
  await t.waitFor(page, () => document.querySelector("[data-refusal]") && document.querySelector("[data-chart] svg path") && document.querySelector(".customer"));
  const shown = await page.evaluate(seen);
  t.assert.match(shown.refusal, /at least 3 servers/);
  t.assert.match(shown.refusal, /how this page opens/);
  t.assert.ok(Math.abs(Number(shown.wait) - 225) < 1e-6, shown.wait);
});

test("a queue dragged over the edge keeps its last picture and numbers, and says so", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "queue");
  const before = await page.evaluate(seen);
  await page.$eval('[data-input-number="arrivals_per_sec"]', (field) => {
    field.value = "80";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await t.waitFor(page, () => document.querySelector("[data-refusal]"));
  const after = await page.evaluate(seen);
  t.assert.match(after.refusal, /last state that had an answer/);
  t.assert.deepEqual([after.wait, after.simulated], [before.wait, before.simulated]);
  t.assert.ok(after.charts > 0 && after.customers > 0);
});
