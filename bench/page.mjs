// Times the built page in headless Chromium: its first load on a slow phone, one slider input, and a drag with the simulation
// running, with the processor as it is and throttled to a quarter; prints one JSON object.
//   node bench/page.mjs <dist>
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";

const puppeteer = createRequire(new URL("../tests/browser/run.mjs", import.meta.url))("puppeteer-core");
const [dist] = process.argv.slice(2);
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png" };
const packed = new Map();
for (const name of readdirSync(dist)) if (/\.(html|js|css|wasm|bin)$/.test(name)) packed.set(`/${name}`, brotliCompressSync(readFileSync(join(dist, name))));
const server = createServer((request, response) => {
  const name = normalize(new URL(request.url, "http://localhost").pathname).replace(/\/$/, "/index.html");
  const file = join(dist, name);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
  const bytes = packed.get(name);
  const type = { "content-type": types[extname(file)] ?? "application/octet-stream" };
  response.writeHead(200, bytes ? { ...type, "content-encoding": "br" } : type).end(bytes ?? readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}/`;
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const at = (list, q) => Number([...list].sort((a, b) => a - b)[Math.floor(q * (list.length - 1))].toFixed(2));

// A line of 1.6 Mbit/s with 150 ms there and back, a quarter of the processor, a small screen, nothing in the cache.
async function slowPhone(browser, route) {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.setViewport({ width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const devtools = await page.createCDPSession();
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
  await page.emulateCPUThrottling(4);
  await page.evaluateOnNewDocument(() => {
    const seen = globalThis.seen = { largest_ms: 0, shift: 0, lives_ms: 0 };
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.largest_ms = entry.startTime; }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
    const look = () => {
      if (!seen.lives_ms && document.querySelector(".shop .customer, .chart-marks svg")) seen.lives_ms = performance.now();
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(origin + route, { waitUntil: "domcontentloaded" });
  await page.waitForFunction(() => seen.lives_ms > 0, { timeout: 60_000 });
  await wait(5_000);
  const seen = await page.evaluate(() => seen);
  await page.close();
  return seen;
}

async function open(browser, rate) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluateOnNewDocument(() => {
    globalThis.scripted = 0;
    const ask = requestAnimationFrame;
    globalThis.requestAnimationFrame = (call) => ask((time) => {
      const begun = performance.now();
      call(time);
      scripted += performance.now() - begun;
    });
  });
  await page.goto(`${origin}#/queue`);
  await page.waitForSelector("[data-ready=true]", { timeout: 60_000 });
  await page.emulateCPUThrottling(rate);
  await wait(1_500);
  return page;
}

// One input of a slider that the hand is on: the script it takes, in its handler and in the two frames after (the simulation's
// slice of each among it); all the main thread does in them, style, layout and painting too, not the raster threads; whether the
// ring has moved by then; and how long until the simulation's first new estimate is there.
async function inputs(browser, rate) {
  const page = await open(browser, rate);
  const found = await page.evaluate(async () => {
    const slider = document.querySelector('input[data-input="arrivals_per_sec"]');
    const ring = document.querySelector(".chart-handle");
    const first = Number(slider.value);
    const afterFrame = () => new Promise((resolve) => { const c = new MessageChannel(); c.port1.onmessage = resolve; c.port2.postMessage(0); });
    const settled = async () => { for (let i = 0; i < 50; i++) await Promise.resolve(); };
    slider.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    const input = (value) => new Promise((resolve) => setTimeout(async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      scripted = 0;
      let handled = 0;
      let estimate = NaN;
      const before = ring.style.transform;
      const begun = performance.now();
      const watch = new MutationObserver(() => { estimate = performance.now() - begun; watch.disconnect(); });
      for (const twin of document.querySelectorAll("output[data-readout^=sim_]")) watch.observe(twin, { attributes: true, attributeFilter: ["data-value"] });
      requestAnimationFrame(async () => {
        const painting = performance.now();
        await afterFrame();
        const work = handled + performance.now() - painting;
        const moved = ring.style.transform !== before;
        const script = answering + scripted;
        setTimeout(() => { watch.disconnect(); resolve({ work, script, moved, estimate }); }, 240);
      });
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await settled();
      const answering = performance.now() - begun;
      await afterFrame();
      handled = performance.now() - begun;
    }));
    const all = [];
    for (let i = 0; i < 160; i++) all.push(await input(first - 1 - Math.round(20 * (1 + Math.sin(i / 5)))));
    return all.slice(10);
  });
  await page.close();
  // Where two inputs lie on one position of the slider nothing moves: those are no inputs.
  const changed = found.filter(({ estimate, moved }) => moved || estimate > 0);
  const [work, script] = [changed.map(({ work }) => work), changed.map(({ script }) => script)];
  const estimates = changed.map(({ estimate }) => estimate).filter(Number.isFinite);
  return {
    inputs: changed.length, script_p50_ms: at(script, 0.5), script_p99_ms: at(script, 0.99), p50_ms: at(work, 0.5), p99_ms: at(work, 0.99), moved_share: changed.filter(({ moved }) => moved).length / changed.length,
    estimate_p50_ms: at(estimates, 0.5), estimate_p99_ms: at(estimates, 0.99), estimates: estimates.length,
  };
}

// Ten seconds of dragging the operating point by mouse, the simulation running.
async function drag(browser, rate) {
  const page = await open(browser, rate);
  await page.click("[data-tool=continue]");
  await page.evaluate(() => {
    globalThis.long = [];
    globalThis.gaps = [];
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) long.push(entry.duration); }).observe({ entryTypes: ["longtask"] });
    let last = performance.now();
    const look = () => { const now = performance.now(); gaps.push(now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame(look);
  });
  const box = await (await page.$("[role=slider]")).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  const begun = Date.now();
  for (let i = 0; Date.now() - begun < 10_000; i++) {
    await page.mouse.move(x - 220 + 200 * Math.sin(i / 15), y + 10 * Math.sin(i / 7));
    await wait(12);
  }
  await page.mouse.up();
  const { long, gaps } = await page.evaluate(() => ({ long, gaps }));
  await page.close();
  return { frames: gaps.length, p50_ms: at(gaps, 0.5), p99_ms: at(gaps, 0.99), worst_ms: at(gaps, 1), long: long.length, longest_ms: Math.max(0, ...long) };
}

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const result = { browser: (await browser.version()).replace("HeadlessChrome/", "Chromium "), phone: {}, input: {}, drag: {} };
  for (const route of ["", "#/queue"]) result.phone[route] = await slowPhone(browser, route);
  for (const rate of [1, 4]) {
    result.input[rate] = await inputs(browser, rate);
    result.drag[rate] = await drag(browser, rate);
  }
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
  server.close();
}
