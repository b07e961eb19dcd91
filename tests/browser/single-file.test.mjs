// The single file, opened from a folder as by a double click.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { test } from "./lib/registry.mjs";
import { routeOf } from "./lib/topics.mjs";

test("the single file starts from a folder and asks for nothing else", async (t) => {
  const page = await t.open(t.singleFileAddress);
  await t.waitFor(page, () => document.documentElement.dataset.app === "running", undefined, { seconds: 15 });
  t.assert.deepEqual(t.requests.filter((address) => !/^(data|blob):/.test(address) && address !== t.singleFileAddress), []);
});

test("the single file starts from a server, whatever that calls its letters", async (t) => {
  for (const type of ["text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"]) {
    const server = createServer((request, response) => response.writeHead(200, { "content-type": type }).end(readFileSync(fileURLToPath(t.singleFileAddress))));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      // Firefox says of the archives, rightly, that they are no UTF-8.
      t.expectProblem(/byte stream was erroneous|favicon/, { optional: true });
      const page = await t.open(`http://127.0.0.1:${server.address().port}/any/name#/compression`);
      await t.waitReady(page, "compression");
      t.assert.equal(await page.evaluate(() => document.characterSet), type.includes("utf-8") ? "UTF-8" : "windows-1252");
      await page.close();
      // It asked for nothing but itself, once more where its letters were called something else.
      const own = t.requests.filter((address) => address.startsWith(`http://127.0.0.1:${server.address().port}/any/name`));
      t.assert.equal(own.length, type.includes("utf-8") ? 2 : 1);
      t.requests = t.requests.filter((address) => !own.includes(address));
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
}, { seconds: 120 });

test("the single file's policy names its parts by hash and allows nothing else", async (t) => {
  const text = readFileSync(fileURLToPath(t.singleFileAddress), "latin1");
  const policy = text.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)[1];
  if (!/script-src ('sha256-[^']+' )+'wasm-unsafe-eval';/.test(policy) || /unsafe-inline|https?:/.test(policy) || /'self'/.test(policy.replace("connect-src 'self'", ""))) throw new Error(policy);
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
