// One state, one answer: links to steps, the hand that lets go, numbers that keep their place, the walkthrough's keys.
import { test } from "./lib/registry.mjs";

/** What the page says of one readout, in its own unit, and where the chart's ring stands. */
const seen = (page) => page.evaluate(() => ({
  says: document.querySelector(".says").innerText,
  ring: Number(document.querySelector("[data-handle]").getAttribute("aria-valuenow")),
  slider: Number(document.querySelector('input[data-input="arrivals_per_sec"]').dataset.value),
  utilization: Number(document.querySelector('[data-readout="utilization_share"]').dataset.value),
  wait: Number(document.querySelector('[data-readout="mean_wait_ms"]').dataset.value),
  simulated: Number(document.querySelector('[data-readout="sim_mean_wait_ms"]').dataset.value),
  halfWidth: Number(document.querySelector('[data-readout="sim_mean_wait_ms"]').dataset.halfWidth),
  step: document.querySelector("[data-walk]")?.dataset.walk,
  hash: location.hash,
}));
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ringOf = async (page) => {
  const box = await (await page.$("[data-handle]")).boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

test("a link to a step of the walkthrough shows one state everywhere, however often it is opened", async (t) => {
  for (const step of [1, 2, 3]) {
    const page = await t.open(`${t.siteAddress}#/queue?step=${step}`);
    await t.waitReady(page, "queue");
    const at = await seen(page);
    t.assert.equal(at.step, String(step - 1));
    t.assert.ok(Math.abs(at.ring - at.slider) <= 1e-5 * at.slider, `ring ${at.ring}, slider ${at.slider}`);
    const off = Math.abs(at.wait - at.simulated);
    t.assert.ok(off <= 3 * at.halfWidth, `formula ${at.wait} ms beside ${at.simulated} ± ${at.halfWidth} ms`);
    const busy = Number(at.says.match(/([\d.]+)\s?% busy/)?.[1]) / 100;
    t.assert.ok(Math.abs(busy - at.utilization) < 0.001, `${at.utilization} in: ${at.says}`);
    await rest(600);
    t.assert.match((await seen(page)).hash, new RegExp(`step=${step}\\b`));
    await page.reload();
    await t.waitReady(page, "queue");
    const again = await seen(page);
    t.assert.deepEqual([again.step, again.slider, again.wait], [at.step, at.slider, at.wait], "the same after a reload");
  }
});

test("the walkthrough owns the Page keys while it runs, wherever the focus is", async (t) => {
  const page = await t.openRoute("queue");
  await page.click('[data-tool="walk"]');
  await page.waitForSelector("[data-walk]");
  const { x, y } = await ringOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 40, y, { steps: 5 });
  await page.mouse.up();
  await rest(300);
  t.assert.ok(await page.evaluate(() => document.activeElement.hasAttribute("data-handle")), "the ring has the focus");
  const before = await seen(page);
  // Questions are answered first, then the next step comes.
  for (let i = 0; i < 2 && (await seen(page)).step === before.step; i += 1) {
    await page.keyboard.press("PageDown");
    await rest(150);
    const now = await seen(page);
    if (now.step === before.step) t.assert.equal(now.slider, before.slider, "the ring has not moved with the lesson");
  }
  t.assert.notEqual((await seen(page)).step, before.step);
});

test("the walkthrough goes on where it was left and gives back the reader's own numbers and the focus", async (t) => {
  const page = await t.openRoute("queue", { arrivals_per_sec: 12 });
  await page.focus('[data-tool="walk"]');
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-walk]");
  await page.keyboard.press("3");
  await t.waitFor(page, () => document.querySelector("[data-walk]").dataset.walk === "2");
  await page.keyboard.press("Escape");
  await t.waitFor(page, () => !document.querySelector("[data-walk]"));
  await rest(500);
  const own = await seen(page);
  t.assert.equal(own.slider, 12);
  t.assert.ok(!own.hash.includes("step="), own.hash);
  t.assert.equal(await page.evaluate(() => document.activeElement.dataset.tool), "walk");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("w");
  await t.waitFor(page, () => document.querySelector("[data-walk]")?.dataset.walk === "2");
  await page.keyboard.press("Home");
  await t.waitFor(page, () => document.querySelector("[data-walk]").dataset.walk === "0");
  await page.keyboard.press("End");
  const steps = Number((await page.$eval(".walk .count", (e) => e.innerText)).match(/\d+$/)[0]);
  await t.waitFor(page, (last) => document.querySelector("[data-walk]").dataset.walk === last, String(steps - 1));
  for (const key of ["b", "."]) {
    await page.keyboard.press(key);
    await page.waitForSelector("[data-blackout]");
    const colour = await page.evaluate(() => getComputedStyle(document.elementFromPoint(innerWidth / 2, innerHeight / 2)).backgroundColor);
    t.assert.equal(colour, "rgb(0, 0, 0)");
    await page.keyboard.press(key);
    await t.waitFor(page, () => !document.querySelector("[data-blackout]"));
  }
});

test("a hand lost outside the window holds nothing any more", async (t) => {
  const page = await t.openRoute("queue");
  const { x, y } = await ringOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 60, y, { steps: 4 });
  await rest(200);
  // The window loses the reader; nobody sees the button go up.
  await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await rest(200);
  const left = await seen(page);
  t.assert.ok(Math.abs(left.ring - left.slider) <= 1e-5 * left.slider, "figures and controls are at the truth");
  await page.mouse.move(x - 120, y, { steps: 4 });
  await rest(200);
  t.assert.equal((await seen(page)).slider, left.slider, "the ring stays where it was let go");
  await page.mouse.up();
});

test("a ring on a whole number moves in whole numbers and stays in range with every key", async (t) => {
  const wrong = [];
  const page = await t.open(t.siteAddress);
  for (const topic of await t.topics()) {
    await t.go(page, topic.slug);
    for (const handle of await page.$$("[data-handle]")) {
      const key = await handle.evaluate((e) => e.dataset.handle);
      const input = topic.inputs?.find((i) => i.key === key);
      for (const press of ["PageUp", "PageUp", "End", "PageUp", "ArrowRight", "Home", "PageDown", "ArrowLeft", "ArrowRight"]) {
        await handle.focus();
        await page.keyboard.press(press);
        await rest(90);
        const at = await page.evaluate((key) => {
          const slider = document.querySelector(`input[data-input="${key}"]`);
          const ring = document.querySelector(`[data-handle="${key}"]`);
          const number = (name) => Number(ring?.getAttribute(name));
          return slider && { value: slider.dataset.value, now: number("aria-valuenow"), min: number("aria-valuemin"), max: number("aria-valuemax"), ring: Boolean(ring) };
        }, key);
        if (!at) continue;
        const say = (words) => wrong.push(`${topic.slug} ${key} after ${press}: ${words} (${JSON.stringify(at)})`);
        const value = Number(at.value);
        if (input?.kind === "integer" && !Number.isInteger(value)) say("not a whole number");
        if (input && (value < Math.min(input.min, 0) - 1e-9 || value > input.max + 1e-9)) say("out of the input's range");
        if (at.ring && (at.now < at.min * (1 - 1e-5) - 1e-9 || at.now > at.max * (1 + 1e-5) + 1e-9)) say("out of the axis");
      }
    }
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 240 });
