// Ladders that choose a greeting; the waterfall and its colours; the pool that one watches; the same key as input and readout.
import { test } from "./lib/registry.mjs";

const until = (page, condition, ...given) => page.waitForFunction(condition, { timeout: 10000 }, ...given);
const press = (page, name) => page.$eval(`[data-stage="${name}"]`, (button) => button.click());
const readout = (page, key) => page.$eval(`output[data-readout="${key}"]`, (output) => Number(output.dataset.value));
const readsAs = (page, key, value) => until(page, (key, value) => Number(document.querySelector(`output[data-readout="${key}"]`)?.dataset.value) === value, key, value);

test("a ladder chosen is the page's greeting", async (t) => {
  const page = await t.openRoute("connections");
  for (const [name, ms] of [["http11-none", 50], ["http11-tls12", 150], ["http11-tls13", 100], ["http11-resumed", 50], ["http3-tls13", 50], ["http3-resumed", 0]]) {
    await press(page, `greet-${name}`);
    await readsAs(page, "setup_ms", ms);
    await until(page, (name) => document.querySelector(`[data-stage="greet-${name}"]`).getAttribute("aria-pressed") === "true", name);
    t.assert.equal(await page.$$eval('.ladder button[aria-pressed="true"]', (buttons) => buttons.length), 1);
  }
  await until(page, () => document.querySelector('[data-input="protocol"]').value === "http3");
});

test("the ladders follow the round trip, all on one scale", async (t) => {
  const page = await t.openRoute("connections", { round_trip_ms: 80 });
  const words = await page.$$eval(".ladder button span", (spans) => spans.map((span) => span.innerText.replace(/\s/gu, " ")));
  t.assert.deepEqual(words, ["80 ms", "240 ms", "160 ms", "80 ms", "80 ms", "0 s"]);
});

test("the waterfall shows what is held back behind a lost packet over HTTP/2 and not over HTTP/3", async (t) => {
  const page = await t.openRoute("connections");
  const legend = () => page.$eval('[data-chart="waterfall"]', (figure) => figure.innerText);
  await page.click('[data-preset="one-gap-http2"]');
  await until(page, () => document.querySelector('[data-chart="waterfall"]')?.innerText.includes("held back"));
  t.assert.equal(await readout(page, "held_ms") > 50, true);
  await page.click('[data-preset="one-gap-http3"]');
  await readsAs(page, "held_ms", 0);
  t.assert.equal((await legend()).includes("is there, held back"), false);
});

test("setup_ms is an input of the pool and a readout of the page, and neither takes the other's value", async (t) => {
  const page = await t.openRoute("connections", { view: "pool", setup_ms: 30 });
  t.assert.equal(await page.$eval('input[data-input="setup_ms"]', (input) => Number(input.dataset.value)), 30);
  t.assert.equal(await readout(page, "setup_ms"), 100);
  t.assert.equal(await readout(page, "setup_saved_ms"), 30);
});

test("the pool is watched, stopped, moved on, and overflows when it is too small", async (t) => {
  const page = await t.openRoute("connections", { view: "pool" });
  await until(page, () => document.querySelectorAll(".pool .lamp").length === 20);
  if (await page.$eval('[data-stage="watch"]', (button) => button.getAttribute("aria-pressed")) === "true") await press(page, "watch");
  const clock = () => page.$eval(".pool + .transport .clock", (clock) => clock.innerText);
  const before = await clock();
  await press(page, "further");
  await until(page, (before) => document.querySelector(".pool + .transport .clock").innerText !== before, before);
  await page.click('[data-preset="pool-too-small"]');
  await until(page, () => document.querySelectorAll(".pool .lamp.busy").length === 15 && document.querySelectorAll(".pool .in-line").length > 3);
});

test("a page too large to follow is refused in a sentence, and the page stays", async (t) => {
  const page = await t.openRoute("connections");
  await page.$eval('input[data-input-number="resource_kb"]', (field) => {
    field.value = "30000";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await until(page, () => document.querySelector("[data-refusal]")?.innerText.includes("30 MB"));
});
