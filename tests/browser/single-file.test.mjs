// The single file, opened from a folder as by a double click.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "./lib/registry.mjs";
import { routeOf } from "./lib/topics.mjs";

test("the single file starts from a folder and asks for nothing else", async (t) => {
  const page = await t.open(t.singleFileAddress);
  await t.waitFor(page, () => document.documentElement.dataset.app === "running", undefined, { seconds: 15 });
  t.assert.deepEqual(t.requests.filter((address) => !/^(data|blob):/.test(address) && address !== t.singleFileAddress), []);
});

test("the single file's policy names its parts by hash and allows nothing else", async (t) => {
  const text = readFileSync(fileURLToPath(t.singleFileAddress), "utf8");
  const policy = text.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)[1];
  if (!/script-src ('sha256-[^']+' )+'wasm-unsafe-eval';/.test(policy) || /'self'|unsafe-inline|https?:/.test(policy)) throw new Error(policy);
});

test("every topic works in the single file and shows the model's numbers", async (t) => {
  const page = await t.open(t.singleFileAddress);
  for (const { slug } of await t.topics()) {
    await page.evaluate((hash) => { location.hash = hash; }, routeOf(slug));
    await t.waitReady(page, slug);
    const { readouts = {} } = await t.evaluate(slug);
    const shown = await page.$$eval(`[data-topic="${slug}"] output[data-readout]`, (outputs) => outputs.map((output) => [output.dataset.readout, output.dataset.value]));
    const values = new Map(shown);
    for (const [key, { value }] of Object.entries(readouts)) t.assert.equal(Number(values.get(key)), Number(value), `${slug} ${key}`);
  }
}, { seconds: 120 });
