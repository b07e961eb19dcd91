// Real compressors in a worker: the same sizes as natively, nobody kept waiting, stopped at once, whatever is thrown at them.
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "./lib/registry.mjs";

const SLUG = "compression";
const MIB = 1024 * 1024;
const MB = 1_000_000;

/** Drops a file made in the page: `count` bytes of a kind. */
const drop = (page, name, kind, count) => page.evaluate((name, kind, count) => {
  const bytes = new Uint8Array(count);
  if (kind === "random") for (let i = 0, x = 1; i < count; i += 1) bytes[i] = (x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0) >>> 24;
  if (kind === "text") {
    const words = "the slow elevator stops on every floor and asks whether anybody wants to get in".split(" ");
    let x = 7;
    for (let i = 0; i < count;) {
      x = (x * 48271) % 2147483647;
      for (const letter of `${words[x % words.length]}${x % 97 ? " " : `${x}\n`}`) if (i < count) bytes[i++] = letter.charCodeAt(0);
    }
  }
  if (kind === "zip") bytes.set([0x50, 0x4b, 3, 4]);
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const field = document.querySelector(".data-drop");
  for (const kind of ["dragover", "drop"]) field.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}, name, kind, count);

const job = (page) => page.evaluate(() => document.querySelector("[data-job]")?.dataset.job);
const isJob = (visit, page, word, seconds = 60) => visit.waitFor(page, (word) => document.querySelector("[data-job]")?.dataset.job === word, word, { seconds, what: `job ${word}` });
const bytesOf = (page) => page.evaluate(() => Object.fromEntries([...document.querySelectorAll("tr[data-codec]")].map((row) => [`${row.dataset.codec}:${row.dataset.level}`, Number(row.dataset.bytes)])));

test("every sample comes out in the page as large as natively", async (visit) => {
  const page = await visit.openRoute(SLUG);
  for (const sample of ["json", "html", "css", "log", "prose", "image", "random"]) {
    await page.select('select[data-input="sample"]', sample);
    const { readouts } = await visit.evaluate(SLUG, { sample });
    for (const key of ["measured_original_bytes", "gzip_bytes", "brotli_bytes", "zstd_bytes", "twice_bytes", "record_dictionary_bytes"]) {
      const wanted = readouts[key].value;
      await visit.waitFor(page, ({ key, wanted }) => Number(document.querySelector(`output[data-readout="${key}"]`)?.dataset.value) === wanted, { key, wanted }, { seconds: 20, what: `${sample} ${key} = ${wanted}` });
    }
  }
}, { seconds: 120 });

test("it is ready within three seconds of opening", async (visit) => {
  const page = await visit.open(visit.siteAddress);
  await visit.go(page, "queue");
  const begun = Date.now();
  await visit.go(page, SLUG);
  const took = Date.now() - begun;
  console.log(`       ${visit.browserName}: ready after ${took} ms`);
  // Three seconds are the promise; twice that where two browsers share the machine.
  visit.assert.ok(took < 6000, `${took} ms`);
  visit.assert.equal(await job(page), "done");
});

test("an own file gives the sizes of the same crates run natively", async (visit) => {
  const page = await visit.openRoute(SLUG);
  const text = "Take the stairs, they are quicker. ".repeat(2000) + "Or not.";
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "stairs.txt"));
    const field = document.querySelector("[data-file]");
    field.files = data.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, text);
  const folder = mkdtempSync(join(tmpdir(), "compression-"));
  try {
    writeFileSync(join(folder, "stairs.txt"), text);
    const { readouts } = await visit.evaluate(SLUG, { data: `@${join(folder, "stairs.txt")}` });
    for (const key of ["measured_original_bytes", "gzip_bytes", "brotli_bytes", "zstd_bytes"]) {
      await visit.waitFor(page, ({ key, wanted }) => Number(document.querySelector(`output[data-readout="${key}"]`)?.dataset.value) === wanted, { key, wanted: readouts[key].value }, { seconds: 20, what: key });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("while 32 MB are compressed at the slowest level the page stays awake, and stopping takes a moment", async (visit) => {
  const page = await visit.openRoute(SLUG, { codec: "brotli", brotli_level: 11 });
  await drop(page, "large.txt", "text", 32 * MB);
  await visit.waitFor(page, () => document.querySelector("[data-import-summary]"), undefined, { seconds: 60, what: "the file is read" });
  await page.evaluate(() => {
    globalThis.longest = 0;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      globalThis.longest = Math.max(globalThis.longest, now - last);
      last = now;
      setTimeout(() => channel.port2.postMessage(0), 4);
    };
    channel.port2.postMessage(0);
  });
  await visit.waitFor(page, () => /^[1-9]\d* %|^[1-9] %/.test(document.querySelector("[data-job] [role=status]")?.innerText ?? ""), undefined, { seconds: 120, what: "progress" });
  await page.evaluate(() => { globalThis.longest = 0; });
  await new Promise((resolve) => setTimeout(resolve, 4000));
  const longest = await page.evaluate(() => globalThis.longest);
  // The aim is 50 ms, kept where the browser has the machine to itself; here two browsers and their busy workers share a few
  // cores, and the page waits for its turn. A page that did the work itself would stand still for minutes.
  console.log(`       ${visit.browserName}: the page's longest pause beside 32 MB at the slowest level was ${longest.toFixed(0)} ms`);
  visit.assert.ok(longest < 2000, `blocked for ${longest} ms`);
  const took = await page.evaluate(async () => {
    const begun = performance.now();
    document.querySelector('[data-tool="stop-job"]').click();
    while (document.querySelector("[data-job]").dataset.job !== "failed") await new Promise((resolve) => setTimeout(resolve, 2));
    return performance.now() - begun;
  });
  console.log(`       ${visit.browserName}: stopping took ${took.toFixed(0)} ms`);
  visit.assert.ok(took < 200, `stopping took ${took} ms`);
  visit.assert.ok(await page.$("[data-import-summary]"), "the file is still there");
  // Another worker is ready for the next work.
  await page.evaluate(() => document.querySelector("[data-import-remove]").click());
  await isJob(visit, page, "done");
}, { seconds: 300 });

test("what is odd gets a sentence or a result, and nothing is lost", async (visit) => {
  const page = await visit.openRoute(SLUG, { more_levels: 0 });
  const refused = () => page.evaluate(() => document.querySelector("[data-import-refusal]")?.innerText ?? "");
  const says = (pattern) => visit.waitFor(page, (pattern) => new RegExp(pattern).test(document.querySelector("[data-import-refusal]")?.innerText ?? ""), pattern, { seconds: 10, what: pattern });
  await drop(page, "empty.txt", "zeros", 0);
  await says("is empty");
  // 32 MiB, the limit, are taken; a byte more is not.
  await drop(page, "huge.bin", "zeros", 32 * MIB + 1);
  await says("at most");
  await drop(page, "archive.zip", "zip", 5000);
  await visit.waitFor(page, () => document.querySelector('[data-readout="measured_original_bytes"]')?.dataset.value === "5000", undefined, { seconds: 20 });
  visit.assert.equal(await refused(), "");
  await drop(page, "noise.bin", "random", 2 * MB);
  await visit.waitFor(page, (n) => Number(document.querySelector('[data-readout="measured_original_bytes"]')?.dataset.value) === n, 2 * MB, { seconds: 60 });
  const noise = await bytesOf(page);
  for (const [key, bytes] of Object.entries(noise)) visit.assert.ok(bytes > 0.99 * 2 * MB && bytes < 1.01 * 2 * MB, `${key}: ${bytes}`);
  await drop(page, "zeros.bin", "zeros", 32 * MIB);
  await visit.waitFor(page, (n) => Number(document.querySelector('[data-readout="measured_original_bytes"]')?.dataset.value) === n, 32 * MIB, { seconds: 120 });
  visit.assert.equal(await job(page), "done");
}, { seconds: 240 });

test("without the codecs module the page says so and the formulas stay", async (visit) => {
  visit.expectProblem(/codecs/, { optional: true });
  const page = await visit.open(visit.siteAddress, { before: () => {
    const fetched = globalThis.fetch;
    globalThis.fetch = (address, ...rest) => /codecs[-\w]*\.js/.test(String(address)) ? Promise.resolve(new Response("", { status: 404 })) : fetched(address, ...rest);
  } });
  await visit.go(page, SLUG);
  await isJob(visit, page, "failed");
  visit.assert.match(await page.evaluate(() => document.querySelector("[data-job] [role=status]").innerText), /script\/build/);
  visit.assert.equal(await page.evaluate(() => document.querySelector('[data-readout="original_transfer_ms"]').dataset.value), "80");
});
