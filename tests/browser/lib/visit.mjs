// What a test gets: pages to open in its browser, with everything that goes wrong in them collected.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { SITE } from "./server.mjs";
import { evaluate, routeOf, topics } from "./topics.mjs";

const outFolder = fileURLToPath(new URL("../out/", import.meta.url));
const singleFile = process.env.SINGLE_FILE || fileURLToPath(new URL("../../../slow-elevator.html", import.meta.url));

export class Visit {
  assert = assert;
  topics = topics;
  evaluate = evaluate;
  problems = [];
  requests = [];
  #contexts = [];
  #expected = [];

  constructor(source, origin) {
    this.source = source;
    this.browserName = source.name;
    this.origin = origin;
    this.siteAddress = origin + SITE;
    this.singleFileAddress = pathToFileURL(singleFile).href;
  }

  /**
   * Opens an address in a page of its own, with storage of its own.
   * `before`: a function (and its `beforeArgument`) that runs in the page before any of its scripts.
   */
  async open(address, { theme = "light", width = 1280, height = 900, reducedMotion = false, javaScript = true, before, beforeArgument, waitUntil = "load" } = {}) {
    const browser = await this.source.get({ theme, reducedMotion, javaScript });
    const context = await browser.createBrowserContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    this.#watch(page);
    await page.setViewport({ width, height });
    if (this.browserName === "chromium") {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value: theme },
        { name: "prefers-reduced-motion", value: reducedMotion ? "reduce" : "no-preference" },
      ]);
      if (!javaScript) await page.setJavaScriptEnabled(false);
    }
    if (javaScript) {
      await page.evaluateOnNewDocument(() => {
        addEventListener("securitypolicyviolation", (event) =>
          console.error(`policy violation: ${event.effectiveDirective} refused ${event.blockedURI || "inline"} ${event.sample}`));
      });
      if (before) await page.evaluateOnNewDocument(before, beforeArgument);
    }
    await page.goto(address, { waitUntil });
    return page;
  }

  /** Opens a topic of the served page and waits until it is painted. */
  async openRoute(slug, inputs = {}, options = {}) {
    const page = await this.open(this.siteAddress + routeOf(slug, inputs), options);
    await this.waitReady(page, slug);
    return page;
  }

  /** Goes to another topic within an open page, as a reader following a link does. */
  async go(page, slug, inputs = {}) {
    await page.evaluate((hash) => { location.hash = hash; }, routeOf(slug, inputs));
    await this.waitReady(page, slug);
  }

  /** Waits until the topic says that report, charts and its run are painted. */
  async waitReady(page, slug, seconds = 15) {
    const selector = `[data-topic="${slug}"][data-ready="true"]`;
    // The handle would keep the element alive after its page has gone: memory tests would see a leak.
    await page.waitForSelector(selector, { timeout: seconds * 1000 }).then((handle) => handle.dispose(), async () => {
      const state = await page.evaluate(() => {
        const topic = document.querySelector("[data-topic]");
        const text = (id) => { const box = document.getElementById(id); return box && !box.hidden ? box.innerText : ""; };
        return `app ${document.documentElement.dataset.app}, topic ${topic?.dataset.topic} ready ${topic?.dataset.ready}, at ${location.hash}; ${text("boot-notice")} ${text("crash-notice")}`;
      }).catch((error) => `no answer from the page (${error.message})`);
      throw new Error(`${selector} did not come within ${seconds} s: ${state}`);
    });
  }

  /** Waits until `condition`, run in the page, is true. */
  async waitFor(page, condition, argument, { seconds = 10, what = condition } = {}) {
    await page.waitForFunction(condition, { timeout: seconds * 1000, polling: 50 }, argument).catch((error) => {
      throw new Error(`not within ${seconds} s: ${what} (${error.message})`);
    });
  }

  /** Writes a picture of the page into tests/browser/out. */
  async screenshot(page, name, options = {}) {
    mkdirSync(outFolder, { recursive: true });
    await page.screenshot({ path: join(outFolder, `${name}-${this.browserName}.png`), ...options });
  }

  /** Says that this problem belongs to the test: it must come, and does not fail it. */
  expectProblem(pattern, { optional = false } = {}) {
    this.#expected.push({ pattern, optional, seen: false });
  }

  /** Closes the test's pages, then fails if anything went wrong in them. Called by the runner. */
  async finish() {
    await this.close();
    const rest = this.problems.filter((problem) => {
      const matching = this.#expected.filter(({ pattern }) => pattern.test(problem));
      for (const expected of matching) expected.seen = true;
      return matching.length === 0;
    });
    assert.deepEqual([...new Set(rest)], [], "problems in the page");
    const foreign = this.requests.filter((address) => !/^(data|blob|file|about):/.test(address) && !address.startsWith(this.origin));
    assert.deepEqual(foreign, [], "requests to another origin");
    for (const { pattern, optional, seen } of this.#expected) assert.ok(seen || optional, `expected a problem like ${pattern}`);
  }

  async close() {
    for (const context of this.#contexts.splice(0)) await context.close().catch(() => {});
  }

  #watch(page) {
    page.on("console", (message) => {
      if (["error", "warn", "warning", "assert"].includes(message.type())) this.problems.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${error?.message ?? error}`));
    page.on("request", (request) => this.requests.push(request.url()));
  }
}
