// The road that drives and stops, its four corners; the response whose parts are dragged; pictures one can choose.
import { test } from "./lib/registry.mjs";

const until = (page, condition, ...given) => page.waitForFunction(condition, { timeout: 8000 }, ...given);
const press = (page, name) => page.$eval(`[data-stage="${name}"]`, (button) => button.click());
const readout = (page, key) => page.$eval(`output[data-readout="${key}"]`, (output) => Number(output.dataset.value));
const place = (page) => page.$eval(".road .cars", (cars) => cars.getAttribute("transform"));

test("the four corners of the road set the numbers and say what they show", async (t) => {
  const page = await t.openRoute("three-measures");
  for (const [corner, minutes, cars] of [["sports-car", 5, 48], ["cargo", 1500, 16000], ["rush-hour", 250, 7200], ["wide-and-free", 15, 16000]]) {
    await press(page, corner);
    await until(page, (minutes) => Math.abs(Number(document.querySelector('output[data-readout="travel_minutes"]')?.dataset.value) - minutes) < 1e-6 * minutes, minutes);
    t.assert.equal(Math.round(await readout(page, "cars_per_hour")), cars);
  }
  t.assert.equal(await page.$eval('[data-input="view"]', (select) => select.value), "highway");
});

test("the cars drive while they may, and move a little further on request", async (t) => {
  const page = await t.openRoute("three-measures", { view: "highway" });
  await until(page, () => document.querySelector(".road .cars"));
  if (await page.$eval('[data-stage="drive"]', (button) => button.getAttribute("aria-pressed")) === "true") {
    const before = await place(page);
    await until(page, (before) => document.querySelector(".road .cars").getAttribute("transform") !== before, before);
    await press(page, "drive");
  }
  await until(page, () => document.querySelector('[data-stage="drive"]').getAttribute("aria-pressed") === "false");
  const stopped = await place(page);
  await press(page, "second");
  await until(page, (before) => document.querySelector(".road .cars").getAttribute("transform") !== before, stopped);
});

test("dragging the end of a part changes its input", async (t) => {
  const page = await t.openRoute("three-measures", { view: "response" });
  const strip = await page.$('[data-stage="strip"]');
  await strip.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await strip.boundingBox();
  // 200 ms fill 1/1.15 of the strip; processing ends at 195 ms.
  const at = (ms) => box.x + (box.width * ms) / (200 * 1.15);
  await page.mouse.move(at(195), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(145), box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await until(page, () => {
    const value = Number(document.querySelector('[data-input="processing_ms"]')?.dataset.value);
    return value > 95 && value < 105;
  });
});

test("every picture puts its own chart first, and keeps the numbers of the others", async (t) => {
  const page = await t.openRoute("three-measures");
  const names = new Set();
  for (const [view, title] of [["batching", "Larger batches pass more"], ["highway", "Cars that arrive, by cars on the road"], ["response", "One response taken apart"], ["transfer", "What bandwidth can mend"]]) {
    await page.select('[data-input="view"]', view);
    await until(page, (title) => document.querySelector(".area-chart [data-chart]")?.ariaLabel === title, title);
    names.add(await page.$eval(".area-chart [data-chart]", (figure) => figure.dataset.chart));
    for (const key of ["transfer_ms", "throughput_per_sec", "cars_per_hour", "response_time_ms"]) t.assert.equal(Number.isFinite(await readout(page, key)), true);
  }
  t.assert.equal(names.size, 4);
});
