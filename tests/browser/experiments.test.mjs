// The stages one does something with: the strip and the halving game, the doctor, the envelope, the tiles, the instruments.
import { test } from "./lib/registry.mjs";

const press = (page, name) => page.$eval(`[data-stage="${name}"]`, (button) => button.click());
const text = (page, selector) => page.$eval(selector, (element) => element.innerText);
const until = (page, condition, ...given) => page.waitForFunction(condition, { timeout: 8000 }, ...given);

test("six halvings reach 30 ms, and the game says that it cannot be done with fewer", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "bottleneck");
  for (const stage of ["database", "database", "database", "database", "app", "database"]) await press(page, `halve-${stage}`);
  await until(page, () => document.querySelector("[data-game]")?.dataset.won === "true");
  t.assert.equal(/27.2\s?ms after 6 halvings: it cannot be done with fewer/u.test(await text(page, "[data-game]")), true);
  await press(page, "again");
  await until(page, () => document.querySelector("[data-game]")?.dataset.won === "false");
});

test("dragging the end of a stage changes its input", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "bottleneck");
  const strip = await page.$('[data-stage="strip"]');
  await strip.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const box = await strip.boundingBox();
  // Today's 180 ms fill 1/1.15 of the strip; the database ends at 170 ms.
  const at = (ms) => box.x + (box.width * ms) / (180 * 1.15);
  await page.mouse.move(at(170), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(120), box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await until(page, () => {
    const value = Number(document.querySelector('[data-input="stage_database_ms"]')?.dataset.value);
    return value > 95 && value < 105;
  });
});

test("the doctor marks every answer, and the next patient is another", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "bottleneck");
  let right = 0;
  for (const name of ["cpu", "memory", "disk", "network", "none"]) {
    await press(page, `name-${name}`);
    await until(page, () => /right|wrong/.test(document.querySelector("[data-doctor]")?.dataset.doctor ?? ""));
    if (await page.$eval("[data-doctor]", (element) => element.dataset.doctor === "right")) right += 1;
  }
  t.assert.equal(right, 1);
  await press(page, "next-patient");
  await until(page, () => document.querySelector('[data-input="patient"]')?.dataset.value === "2");
});

test("the envelope's rows add up to the bill", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "capacity");
  const found = await page.evaluate(() => {
    const usd = (element) => Number(element.innerText.replace(/[$,]/g, ""));
    const cells = [...document.querySelectorAll(".envelope tbody .money")].map(usd);
    return { rows: cells.length, sum: cells.reduce((a, b) => a + b, 0), bill: Number(document.querySelector('[data-readout="cost_usd_per_month"]').dataset.value) };
  });
  t.assert.equal(found.rows, 7);
  t.assert.equal(Math.abs(found.sum - found.bill) <= 4, true);
});

test("every further batch of requests is counted, and slow tiles are marked", async (t) => {
  const page = await t.open(t.siteAddress);
  await t.go(page, "tail");
  t.assert.equal(/of 24 requests/u.test(await text(page, "[data-tiles]")), true);
  await press(page, "send");
  await until(page, () => /of 48 requests/u.test(document.querySelector("[data-tiles]")?.innerText ?? ""));
  const wrong = await page.$$eval(".request", (tiles) => tiles.filter((tile) => tile.classList.contains("waits") !== (tile.querySelector(".slow") !== null)).length);
  t.assert.equal(wrong, 0);
});

test("each trap has its instrument, and another is told apart", async (t) => {
  const page = await t.open(t.siteAddress);
  for (const trap of ["guessing", "averages", "premature", "n_plus_one", "no_pooling", "no_expiry", "everything"]) {
    await page.evaluate((hash) => { location.hash = hash; }, `#/mistakes?trap=${trap}`);
    await until(page, (trap) => document.querySelector('[data-input="trap"]')?.value === trap, trap);
    await press(page, `instrument-${trap === "guessing" ? "averages" : "guessing"}`);
    await until(page, () => document.querySelector("[data-instrument]")?.dataset.instrument === "wrong");
    await press(page, `instrument-${trap}`);
    await until(page, () => document.querySelector("[data-instrument]")?.dataset.instrument === "right");
  }
});
