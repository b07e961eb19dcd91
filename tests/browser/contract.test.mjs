// What people who script the page rely on: the public inputs and readouts of every topic, digit by digit the model's own.
// Everything is walked from the list that `evaluate` prints, so a new topic is covered without a line here.
import { test } from "./lib/registry.mjs";
import { routeOf } from "./lib/topics.mjs";

/** The topic in the page, as a script would read it. */
const read = (page, slug) => page.evaluate((slug) => {
  const root = document.querySelector(`[data-topic="${slug}"]`);
  if (!root) return { ready: false, inputs: {}, readouts: {} };
  const each = (selector, pair) => Object.fromEntries([...root.querySelectorAll(selector)].map(pair));
  return {
    ready: root.dataset.ready === "true",
    inputs: each("[data-input]", (element) => [element.dataset.input,
      element.dataset.value ?? (element.type === "checkbox" ? (element.checked ? "1" : "0") : element.value)]),
    ranges: [...root.querySelectorAll('input[type="range"][data-input]')].map((element) => element.dataset.input),
    twins: [...root.querySelectorAll("[data-input-number]")].map((element) => element.dataset.inputNumber),
    silentRanges: [...root.querySelectorAll('input[type="range"][data-input]:not([aria-valuetext])')].map((element) => element.dataset.input),
    readouts: each("output[data-readout]", ({ dataset }) => [dataset.readout,
      { value: dataset.value, unit: dataset.unit, half_width: dataset.halfWidth, n: dataset.n }]),
    presets: [...root.querySelectorAll("[data-preset]")].map((element) => element.dataset.preset),
    exercises: [...root.querySelectorAll("[data-exercise]")].map((element) => element.dataset.exercise),
    refusal: root.querySelector("[data-refusal]")?.innerText ?? "",
    notices: [...document.querySelectorAll("[data-notice]")].map((element) => element.innerText),
    strange: root.innerText.replace(/“[^”]*”/g, "“…”").match(/.{0,30}(\bNaN\b|Infinity|undefined|-?\binf\b).{0,30}/)?.[0] ?? "",
  };
}, slug);

const same = (shown, value) => typeof value === "number" ? shown !== undefined && shown !== "" && Number(shown) === value
  : typeof value === "boolean" ? shown === (value ? "1" : "0")
  : shown === String(value);

/** Where the page and the model disagree, one line each. */
function differences(shown, expected) {
  const lines = [];
  if (!shown.ready) lines.push("not ready");
  for (const [key, value] of Object.entries(expected.inputs)) {
    if (!(key in shown.inputs)) lines.push(`input ${key} is missing`);
    else if (!same(shown.inputs[key], value)) lines.push(`input ${key} shows ${shown.inputs[key]}, the model has ${value}`);
  }
  if (expected.refusal !== undefined) {
    if (!shown.refusal.trim()) lines.push("the refusal is not shown");
    return lines;
  }
  if (shown.refusal) lines.push(`a refusal is shown: ${shown.refusal}`);
  for (const [key, { value, unit, half_width, n }] of Object.entries(expected.readouts)) {
    const output = shown.readouts[key];
    if (!output) lines.push(`readout ${key} is missing`);
    else {
      if (!same(output.value, value)) lines.push(`readout ${key} shows ${output.value}, the model has ${value}`);
      if ((output.unit ?? "") !== (unit ?? "")) lines.push(`readout ${key} has the unit ${output.unit}, the model ${unit}`);
      if (half_width !== undefined && !same(output.half_width, half_width)) lines.push(`readout ${key} has the half-width ${output.half_width}, the model ${half_width}`);
      if (n !== undefined && !same(output.n, n)) lines.push(`readout ${key} has n ${output.n}, the model ${n}`);
    }
  }
  for (const key of Object.keys(shown.readouts)) if (!(key in expected.readouts)) lines.push(`readout ${key} is unknown to the model`);
  if (shown.strange) lines.push(`strange text: ${shown.strange}`);
  return lines;
}

/** Waits until page and model agree; after `seconds` without agreement, the differences. */
async function settled(page, slug, expected, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const shown = await read(page, slug);
    const lines = differences(shown, expected);
    if (lines.length === 0 || Date.now() > end) return { shown, lines };
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

const prefixed = (words, lines) => lines.map((line) => `${words}: ${line}`);

test("every topic keeps the contract and shows the model's numbers at its defaults", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    await t.go(page, topic.slug);
    const { shown, lines } = await settled(page, topic.slug, await t.evaluate(topic.slug));
    wrong.push(...prefixed(topic.slug, lines));
    for (const { key, kind } of topic.inputs) {
      if (!(key in shown.inputs)) wrong.push(`${topic.slug}: input ${key} is missing`);
      if (/^(number|integer)$/.test(kind) && !shown.twins.includes(key)) wrong.push(`${topic.slug}: input ${key} has no typed twin`);
    }
    wrong.push(...shown.silentRanges.map((key) => `${topic.slug}: the range ${key} has no aria-valuetext`));
    for (const { slug } of topic.presets) if (!shown.presets.includes(slug)) wrong.push(`${topic.slug}: preset ${slug} is missing`);
    for (const { slug } of topic.exercises) if (!shown.exercises.includes(slug)) wrong.push(`${topic.slug}: exercise ${slug} is missing`);
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 240 });

test("every preset, pressed, shows the model's numbers for it", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    await t.go(page, topic.slug);
    for (const preset of topic.presets) {
      await page.$eval(`[data-topic="${topic.slug}"] [data-preset="${preset.slug}"]`, (button) => button.click());
      const { lines } = await settled(page, topic.slug, await t.evaluate(topic.slug, preset.inputs));
      wrong.push(...prefixed(`${topic.slug}, preset ${preset.slug}`, lines));
    }
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 240 });

test("both ends of every input show the model's numbers, or its refusal in a sentence", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    for (const { key, kind, min, max } of topic.inputs) {
      // The number of simulated customers is bounded by patience, not by the page: not walked here.
      if (!/^(number|integer)$/.test(kind) || key.startsWith("sim_")) continue;
      for (const end of [min, max]) {
        const inputs = { [key]: end };
        await page.evaluate((hash) => { location.hash = hash; }, routeOf(topic.slug, inputs));
        const { lines } = await settled(page, topic.slug, await t.evaluate(topic.slug, inputs));
        wrong.push(...prefixed(routeOf(topic.slug, inputs), lines));
      }
    }
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 400 });

test("a link with nonsense in it opens at the defaults and says so", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    const input = topic.inputs.find(({ kind }) => kind !== "text");
    if (!input) continue;
    const inputs = { [input.key]: "<img src=x onerror=alert(1)>", nobody_knows_this: "1" };
    await page.evaluate((hash) => { location.hash = hash; }, routeOf(topic.slug, inputs));
    const { shown, lines } = await settled(page, topic.slug, await t.evaluate(topic.slug, inputs));
    wrong.push(...prefixed(topic.slug, lines));
    if (!shown.notices.some((notice) => notice.trim())) wrong.push(`${topic.slug}: no notice`);
  }
  t.assert.deepEqual(wrong, []);
  t.assert.equal(await page.evaluate(() => document.querySelectorAll('img[src="x"]').length), 0);
}, { seconds: 240 });

test("the first slider of every topic obeys the keyboard, and its change goes into the link", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    await t.go(page, topic.slug);
    const slider = await page.$(`[data-topic="${topic.slug}"] input[type="range"][data-input]:not(:disabled)`);
    if (!slider) continue;
    const state = () => slider.evaluate((element) => ({ key: element.dataset.input, value: Number(element.dataset.value) }));
    await slider.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    const before = await state();
    await page.keyboard.press("ArrowRight");
    await t.waitFor(page, ([key, value]) => Number(document.querySelector(`[data-input="${key}"]`).dataset.value) > value, [before.key, before.value], { seconds: 5, what: `${topic.slug}: ArrowRight raises ${before.key}` });
    const { key, value } = await state();
    await t.waitFor(page, (key) => location.hash.includes(`${key}=`), key, { seconds: 6, what: `${topic.slug}: ${key} in the link` });
    const linked = Number(new URLSearchParams((await page.evaluate(() => location.hash)).split("?")[1]).get(key));
    if (linked !== value) wrong.push(`${topic.slug}: the link says ${key}=${linked}, the slider ${value}`);
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 240 });

test("every exercise marks its answer right, another wrong, and nonsense as not understood", async (t) => {
  const page = await t.open(t.siteAddress);
  const wrong = [];
  for (const topic of await t.topics()) {
    await t.go(page, topic.slug);
    for (const { slug, answer } of topic.exercises) {
      const other = answer.value === 0 ? 17 : answer.value * 3.7;
      for (const [typed, verdict] of [[String(answer.value), "right"], [String(other), "wrong"], ["banana", "not_understood"]]) {
        const shown = await page.evaluate(async ([slug, typed]) => {
          const card = document.querySelector(`[data-exercise="${slug}"]`);
          const field = card.querySelector("[data-answer]");
          field.value = typed;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.form.requestSubmit();
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)));
          return card.dataset.verdict ?? field.closest("[data-verdict]")?.dataset.verdict;
        }, [slug, typed]);
        if (shown !== verdict) wrong.push(`${topic.slug}, ${slug}: “${typed}” is marked ${shown}, not ${verdict}`);
      }
    }
  }
  t.assert.deepEqual(wrong, []);
}, { seconds: 240 });
