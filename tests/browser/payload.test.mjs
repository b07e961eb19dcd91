// Payloads: sizes as they are natively, the byte view, one's own records, a slip in them, and a picture.
import { test } from "./lib/registry.mjs";

const SLUG = "payload";
const SIZE = /_bytes$/;

const sizes = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll("output[data-readout$='_bytes']")].map((o) => [o.dataset.readout, Number(o.dataset.value)])));

const typeRecords = (page, text) => page.evaluate((text) => {
  const field = document.querySelector('textarea[data-input="data"]');
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}, text);

async function native(t, inputs) {
  const { readouts } = await t.evaluate(SLUG, inputs);
  return Object.fromEntries(Object.entries(readouts).filter(([key]) => SIZE.test(key)).map(([key, r]) => [key, r.value]));
}

test("every size on the page is the native one, byte for byte", async (t) => {
  for (const inputs of [{}, { sample: "orders", records: 40 }, { sample: "readings", records: 40 }, { data: '[{"a":1,"b":"é😀"},{"a":-2}]' }]) {
    const page = await t.openRoute(SLUG, inputs);
    const expected = await native(t, inputs);
    t.assert.equal(Object.keys(expected).length, 24);
    await t.waitFor(page, (n) => Number(document.querySelector('output[data-readout="json_bytes"]')?.dataset.value) === n, expected.json_bytes, { seconds: 20, what: "json_bytes" });
    t.assert.deepEqual(await sizes(page), expected);
    await page.close();
  }
});

test("the bytes say what they are, by pointer and by keyboard, and the format can be changed", async (t) => {
  const page = await t.openRoute(SLUG);
  await page.waitForSelector("[data-span]", { timeout: 20000 });
  const says = () => page.$eval("[data-span-says]", (p) => p.innerText);
  const key = await page.evaluateHandle(() => [...document.querySelectorAll('[data-span="key"]')].find((s) => s.innerText === "email"));
  await key.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await key.hover();
  t.assert.match(await says(), /the key “email”: 5 bytes\. In the whole message: 500 times, 2,500 bytes/);
  await page.focus("[data-bytes-view]");
  await page.keyboard.press("ArrowRight");
  t.assert.ok(!/“email”: 5 bytes/.test(await says()));
  await page.$eval('[data-format-choice="protobuf"]', (button) => button.click());
  await t.waitFor(page, () => document.querySelector("[data-bytes-view]").dataset.format === "protobuf" && document.querySelector('[data-span="tag"]') && !document.querySelector('[data-span="key"]'));
  t.assert.match(await page.$eval(".schema", (pre) => pre.textContent), /message Record \{\s+uint64 id = 1;/);
});

test("records can be edited; a slip is told with line and column, and the last picture stays", async (t) => {
  const page = await t.openRoute(SLUG);
  await page.waitForSelector("[data-span]", { timeout: 20000 });
  await page.$eval('[data-stage="edit-records"]', (button) => button.click());
  await t.waitFor(page, () => Number(document.querySelector('output[data-readout="measured_records"]')?.dataset.value) === 12, undefined, { seconds: 20 });
  const before = await sizes(page);
  const text = await page.$eval('textarea[data-input="data"]', (field) => field.value);
  await typeRecords(page, text.replace(/\}\n\]$/, ",}\n]"));
  await t.waitFor(page, () => /Line 13, column \d+: a comma before the closing brace/.test(document.querySelector("[data-refusal]")?.innerText ?? ""));
  await new Promise((done) => setTimeout(done, 600));
  t.assert.deepEqual(await sizes(page), before);
  t.assert.ok(await page.$("[data-span]"));
  t.assert.equal((await page.$eval('textarea[data-input="data"]', (field) => field.value)).includes(",}"), true);
  await typeRecords(page, text);
  await t.waitFor(page, () => !document.querySelector("[data-refusal]"));
});

test("a megabyte of records is measured, and the page answers meanwhile", async (t) => {
  const page = await t.openRoute(SLUG);
  await page.waitForSelector("[data-span]", { timeout: 20000 });
  await page.evaluate(() => {
    const row = (i) => JSON.stringify({ id: i, name: `name ${i * 7919 % 1000}`, note: "x".repeat(60), ok: i % 3 === 0 });
    const text = `[${Array.from({ length: 9000 }, (_, i) => row(i)).join(",")}]`;
    const data = new DataTransfer();
    data.items.add(new File([text], "rows.json"));
    const field = document.querySelector('[data-file="data"]');
    field.files = data.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await t.waitFor(page, () => Number(document.querySelector('output[data-readout="measured_records"]')?.dataset.value) === 9000, undefined, { seconds: 60 });
});

test("a picture is encoded by the browser, and what it cannot write is said", async (t) => {
  const page = await t.openRoute(SLUG);
  await page.$eval('[data-stage="draw-picture"]', (button) => button.click());
  await t.waitFor(page, () => document.querySelectorAll("[data-picture]").length >= 7, undefined, { seconds: 30 });
  const rows = await page.$$eval("[data-picture]", (rows) => rows.map((row) => ({ asked: row.dataset.picture, got: row.dataset.type, bytes: Number(row.dataset.bytes), says: row.innerText })));
  for (const row of rows) {
    t.assert.ok(row.bytes > 1000, JSON.stringify(row));
    if (row.got !== row.asked) t.assert.match(row.says, /not written here: PNG came/);
  }
  const of = (asked) => rows.find((row) => row.asked === asked);
  t.assert.equal(of("image/jpeg").got, "image/jpeg");
  t.assert.ok(of("image/jpeg").bytes < of("image/png").bytes);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["not a picture"], "a.png", { type: "image/png" }));
    const field = document.querySelector('[data-file="picture"]');
    field.files = data.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await t.waitFor(page, () => /no picture that this browser can read/.test(document.querySelector(".picture-drop").innerText));
  t.assert.equal((await page.$$("[data-picture]")).length, rows.length);
});
