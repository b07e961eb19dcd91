// How the page starts, and what it says when it cannot start or has stopped.
import { test } from "./lib/registry.mjs";

const running = (t, page, seconds = 15) => t.waitFor(page, () => document.documentElement.dataset.app === "running", undefined, { seconds });
const notice = (page) => page.$eval("#boot-notice", (element) => (element.hidden ? "" : element.innerText));
const withoutMarkup = (html) => html
  .replace(/<(script|style|template|section id="crash-notice")[\s\S]*?<\/(script|style|template|section)>/g, " ")
  .replace(/<[^>]+>/g, " ");

test("the page starts at a sub-path", async (t) => {
  const page = await t.open(t.siteAddress);
  await running(t, page);
  t.assert.equal(await notice(page), "");
  t.assert.ok(await page.$eval("h1", (heading) => heading.innerText.trim().length > 0));
});

test("the page says useful words before the program has arrived", async (t) => {
  const page = await t.open(`${t.origin}/wasm-slow/`, { waitUntil: "domcontentloaded" });
  const words = await page.evaluate(() => document.body.innerText.trim().split(/\s+/).length);
  t.assert.ok(words >= 20, `${words} words`);
});

test("without JavaScript there are at least 300 useful words", async (t) => {
  const page = await t.open(t.siteAddress, { javaScript: false });
  let text;
  if (t.browserName === "chromium") text = await page.evaluate(() => document.body.innerText);
  else text = withoutMarkup(await (await fetch(t.siteAddress)).text());
  const words = text.trim().split(/\s+/).filter((word) => /[a-z]{2}/i.test(word)).length;
  t.assert.ok(words >= 300, `${words} words`);
});

test("the policy is strict, and in force", async (t) => {
  const page = await t.open(t.siteAddress);
  await running(t, page);
  const policy = await page.$eval('meta[http-equiv="Content-Security-Policy"]', (meta) => meta.content);
  for (const part of ["require-trusted-types-for 'script'", "trusted-types default", "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"]) {
    t.assert.ok(policy.split("; ").includes(part), `${part} in ${policy}`);
  }
  t.assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/);
  // Negative controls: each of these must be refused.
  t.expectProblem(/policy violation: script-src-elem refused inline/, { optional: true });
  t.expectProblem(/policy violation: require-trusted-types-for|TrustedScript/, { optional: true });
  t.expectProblem(/policy violation: style-src-attr refused inline/);
  t.expectProblem(/policy violation: connect-src/);
  t.expectProblem(/policy violation: img-src/);
  t.expectProblem(/policy violation: script-src refused eval/, { optional: true });
  t.expectProblem(/Content.Security.Policy|Fetch API cannot load|violates|Connecting to|Loading the image/i, { optional: true });
  const another = t.origin.replace("127.0.0.1", "localhost");
  const outcome = await page.evaluate(async (another) => {
    const script = document.createElement("script");
    // Trusted Types refuse the text itself, other browsers the script that has it.
    try { script.textContent = "globalThis.inlineRan = true"; } catch { /* refused */ }
    document.head.append(script);
    const box = document.createElement("div");
    box.setAttribute("style", "width: 7px");
    document.body.append(box);
    const width = box.style.width;
    // From a timer: scripts that the driver evaluates are excused from the policy as long as they run.
    const evalRan = await new Promise((resolve) => setTimeout(() => {
      try { resolve(Boolean((0, eval)("true"))); } catch { resolve(false); }
    }));
    const fetched = await fetch(`${another}/empty`).then(() => true, () => false);
    const drawn = await new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve(true);
      image.onerror = () => resolve(false);
      image.src = `${another}/empty`;
    });
    box.remove();
    return { inline: Boolean(globalThis.inlineRan), evalRan, fetched, drawn, width };
  }, another);
  t.assert.deepEqual(outcome, { inline: false, evalRan: false, fetched: false, drawn: false, width: "" });
  // Some browsers announce a request before they refuse it; that it did not happen was asserted above.
  t.requests = t.requests.filter((address) => !address.startsWith(another));
});

test("markup that could run is refused by Trusted Types, where the browser has them", async (t) => {
  t.expectProblem(/policy violation: (require-)?trusted-types|Trusted|injection sink/i, { optional: true });
  const page = await t.open(t.siteAddress);
  await running(t, page);
  const refused = await page.evaluate(() => {
    if (!globalThis.trustedTypes) return null;
    const box = document.createElement("div");
    const tries = {
      handler: () => { box.innerHTML = "<img src=x onerror=alert(1)>"; },
      script: () => { box.innerHTML = "<script>1</script>"; },
      frame: () => { box.innerHTML = "<iframe srcdoc=x></iframe>"; },
      address: () => { box.innerHTML = "<a href='javascript:1'>x</a>"; },
      foreign: () => new Worker("https://example.invalid/x.js"),
      policy: () => trustedTypes.createPolicy("another", {}),
    };
    const found = Object.entries(tries).map(([name, run]) => { try { run(); return `${name} ran`; } catch { return ""; } }).filter(Boolean);
    box.innerHTML = "<p>one = two, <b>on = off</b></p>";
    return [...found, box.children.length === 1 ? "" : "a paragraph was refused"].filter(Boolean);
  });
  if (t.browserName === "chromium") t.assert.deepEqual(refused, []);
  t.assert.equal(await page.$eval('meta[name="referrer"]', (meta) => meta.content), "no-referrer");
});

test("after loading the page asks for nothing more than its own parts, each once", async (t) => {
  const page = await t.open(t.siteAddress);
  await running(t, page);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = t.requests.length;
  for (const { slug } of (await t.topics()).slice(0, 4)) await t.go(page, slug);
  const later = t.requests.slice(before).filter((address) => !/^data:|favicon/.test(address));
  t.assert.deepEqual(later.filter((address) => !address.startsWith(t.siteAddress) || !/\/(parts?-[-\w]+\.(wasm|bin)|styles-later-\w+\.css)$/.test(address)), []);
  t.assert.equal(new Set(later).size, later.length);
});

test("the styles of later pages change nothing on the first", async (t) => {
  const page = await t.open(t.siteAddress, { reducedMotion: true });
  await running(t, page);
  const looks = () => page.evaluate(() => [...document.querySelectorAll("nav *, main *")].filter((element) => !element.closest("svg")).map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, font, display, padding, margin, border, opacity } = getComputedStyle(element);
    return [element.tagName, element.className, x, y + scrollY, width, height, color, backgroundColor, font, display, padding, margin, border, opacity].join(" ");
  }));
  await t.waitFor(page, () => document.querySelector("main .shop .customer"));
  const before = await looks();
  t.assert.equal(await page.evaluate(() => document.querySelector('link[href*="styles-later"]')), null);
  await t.waitFor(page, () => [...document.styleSheets].some((sheet) => /styles-later/.test(sheet.href)));
  t.assert.deepEqual(await looks(), before);
  t.assert.ok(before.length > 100);
});

test("a part of the program that does not arrive is named, and comes when asked for again", async (t) => {
  t.expectProblem(/503|parts?-|styles-later/, { optional: true });
  const page = await t.open(`${t.origin}/parts-late/#/queue`, { waitUntil: "domcontentloaded" });
  await t.waitFor(page, () => /did not arrive/.test(document.querySelector("main [role=alert]")?.textContent ?? ""));
  await page.evaluate(() => fetch("mend"));
  await page.click("main [role=alert] button");
  await t.waitFor(page, () => document.querySelector('[data-topic="queue"]')?.dataset.ready === "true");
});

test("a number typed on the first page is read, or what reads it is missed and asked for again", async (t) => {
  t.expectProblem(/503|parts?-|styles-later/, { optional: true });
  const page = await t.open(`${t.origin}/parts-late-typed/#/`, { waitUntil: "domcontentloaded" });
  const says = () => page.$eval(".opening .says", (line) => line.textContent);
  const type = async (text) => {
    await page.$eval("[data-input-number]", (field, text) => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
  };
  await t.waitFor(page, () => document.querySelector("[data-input-number]"));
  t.assert.match(await says(), /90\s% busy/);
  await type("20 a second");
  await t.waitFor(page, () => /did not arrive/.test(document.querySelector(".complaint")?.textContent));
  t.assert.match(await says(), /90\s% busy/);
  await page.evaluate(() => fetch("mend"));
  await type("20/s");
  await t.waitFor(page, () => /50\s% busy/.test(document.querySelector(".opening .says").textContent));
  await type("many");
  await t.waitFor(page, () => /last value stands/.test(document.querySelector(".complaint")?.textContent));
  t.assert.match(await says(), /50\s% busy/);
  await type("80");
  await t.waitFor(page, () => /At most/.test(document.querySelector(".complaint")?.textContent));
});

const cannotStart = {
  "wasm-missing": /missing on this server/,
  "wasm-truncated": /damaged or incomplete/,
  "wasm-broken-off": /damaged or incomplete|could not be fetched/,
  "wasm-is-html": /something else/,
  "wasm-blocked": /could not be fetched/,
  "policy-refuses-wasm": /security policy/,
  "glue-missing": /missing or blocked/,
};
for (const [fault, words] of Object.entries(cannotStart)) {
  test(`when it cannot start (${fault}) the page says why and what to do`, async (t) => {
    t.expectProblem(/./, { optional: true });
    const page = await t.open(`${t.origin}/${fault}/`, { waitUntil: "domcontentloaded" });
    await t.waitFor(page, () => document.documentElement.dataset.app === "failed", undefined, { seconds: 10 });
    const text = await notice(page);
    t.assert.match(text, words);
    t.assert.match(text, /reload|ask|update|open/i);
  });
}

test("an old page from a cache renews itself after a release and keeps the settings", async (t) => {
  t.expectProblem(/./, { optional: true });
  const page = await t.open(`${t.origin}/old-release/#/queue?arrivals_per_sec=20`, { waitUntil: "domcontentloaded" });
  await t.waitReady(page, "queue");
  t.assert.match(await page.evaluate(() => location.hash), /arrivals_per_sec=20/);
});

test("without the script that starts everything the page says so within ten seconds", async (t) => {
  t.expectProblem(/./, { optional: true });
  // The styles show the line late, by an animation that the page's own clock times; before they have come it stands there too.
  const before = () => addEventListener("animationstart", (event) => { if (event.animationName === "unstarted") globalThis.shownAt = performance.now(); });
  const page = await t.open(`${t.origin}/boot-missing/`, { before, waitUntil: "domcontentloaded" });
  await t.waitFor(page, () => globalThis.shownAt && getComputedStyle(document.querySelector(".loading")).visibility === "visible", undefined, { seconds: 14 });
  t.assert.ok(await page.evaluate(() => globalThis.shownAt < 10_000));
  t.assert.match(await page.$eval(".loading", (line) => line.innerText), /did not arrive: reload/);
});

for (const fault of ["styles-missing", "styles-stalled"]) {
  test(`a page whose styles do not come (${fault}) is there within ten seconds and says so`, async (t) => {
    t.expectProblem(/./, { optional: true });
    const page = await t.open(`${t.origin}/${fault}/`, { waitUntil: "domcontentloaded" });
    await running(t, page, 12);
    t.assert.match(await notice(page), /styles have not arrived.*Reload/s);
    t.assert.ok(await page.$eval("h1", (heading) => heading.innerText.length > 0));
  });
}

test("a floor of which nothing arrives is named within twelve seconds, with two ways on", async (t) => {
  t.expectProblem(/./, { optional: true });
  const page = await t.open(`${t.origin}/parts-stalled/#/queue`, { waitUntil: "domcontentloaded" });
  await t.waitFor(page, () => /did not arrive/.test(document.querySelector("main [role=alert]")?.textContent ?? ""), undefined, { seconds: 14 });
  t.assert.deepEqual(await page.$$eval("main [role=alert] button", (buttons) => buttons.map((button) => button.textContent)), ["Try again", "Reload with my settings"]);
});

test("an open page whose floor is gone reloads with its settings", async (t) => {
  t.expectProblem(/./, { optional: true });
  const page = await t.open(`${t.origin}/parts-gone/#/tail?fan_out=20`, { waitUntil: "domcontentloaded" });
  await t.waitFor(page, () => document.querySelectorAll("main [role=alert] button").length === 2);
  await Promise.all([page.waitForNavigation(), page.click("main [role=alert] button:last-of-type")]);
  t.assert.match(await page.evaluate(() => location.hash), /tail\?fan_out=20/);
});

test("a program served under the wrong type still starts", async (t) => {
  await running(t, await t.open(`${t.origin}/wasm-untyped/`));
});

test("without WebAssembly the page says so", async (t) => {
  const page = await t.open(t.siteAddress, { before: () => { delete globalThis.WebAssembly; } });
  await t.waitFor(page, () => document.documentElement.dataset.app === "failed");
  t.assert.match(await notice(page), /WebAssembly/);
});

test("a slow connection is named within ten seconds, and the page starts all the same", async (t) => {
  const page = await t.open(`${t.origin}/wasm-slow/`, { waitUntil: "domcontentloaded" });
  await t.waitFor(page, () => !document.getElementById("boot-notice").hidden, undefined, { seconds: 12 });
  t.assert.ok(await page.evaluate(() => performance.now() < 10_000));
  t.assert.match(await notice(page), /slow/);
  await running(t, page);
  t.assert.equal(await notice(page), "");
});

// --- The latch --------------------------------------------------------------------------------------------------------

// Runs in the page before its scripts: counts the calls into the program, and at `trap` lets the next one hit a real trap
// (or overflow the stack) inside a tiny module: (func unreachable) and (func call itself).
function armed() {
  const trapping = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 3, 2, 0, 0, 7, 9, 2, 1, 116, 0, 0, 1, 114, 0, 1, 10, 10, 2, 3, 0, 0, 11, 4, 0, 16, 1, 11);
  const real = WebAssembly.instantiate;
  globalThis.programCalls = 0;
  // Told before the page is loaded: one that is being left still hears events.
  const fromStart = sessionStorage.getItem("trap");
  WebAssembly.instantiate = async (source, imports) => {
    const instance = await real.call(WebAssembly, source, imports);
    const bad = new WebAssembly.Instance(new WebAssembly.Module(trapping)).exports;
    const exports = {};
    for (const [name, value] of Object.entries(instance.exports)) {
      exports[name] = typeof value !== "function" ? value : (...values) => {
        globalThis.programCalls += 1;
        const trap = globalThis.trap ?? fromStart;
        if (trap && /invoke|start/.test(name)) {
          if (trap === "panic") dispatchEvent(new CustomEvent("explorer-panic", { detail: "<img src=x onerror=alert(1)> the number was odd" }));
          bad[trap === "overflow" ? "r" : "t"]();
        }
        return value(...values);
      };
    }
    return { exports };
  };
}

async function provoke(page, trap) {
  await page.evaluate((trap) => {
    globalThis.trap = trap;
    dispatchEvent(new HashChangeEvent("hashchange"));
    for (const target of document.querySelectorAll("input, select, button")) {
      if (document.documentElement.dataset.app === "crashed") break;
      if (target.closest("#crash-notice")) continue;
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    }
  }, trap);
}
const crashed = (t, page, seconds = 1) => t.waitFor(page, () => document.documentElement.dataset.app === "crashed" && !document.getElementById("crash-notice").hidden, undefined, { seconds });
const anyProblem = (t) => t.expectProblem(/unreachable|recursion|call stack|RuntimeError/i, { optional: true });

for (const trap of ["panic", "trap", "overflow"]) {
  test(`after this crash (${trap}) nothing calls into the program, and a notice says what to do`, async (t) => {
    anyProblem(t);
    const page = await t.open(t.siteAddress, { before: armed });
    await running(t, page);
    await provoke(page, trap);
    await crashed(t, page);
    const calls = await page.evaluate(() => globalThis.programCalls);
    await page.evaluate(() => {
      globalThis.trap = undefined;
      for (const target of document.querySelectorAll("input, a, button:not([data-crash])")) {
        target.dispatchEvent(new Event("input", { bubbles: true }));
        target.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
      }
      dispatchEvent(new HashChangeEvent("hashchange"));
      dispatchEvent(new Event("resize"));
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const after = await page.evaluate(() => globalThis.programCalls);
    t.assert.equal(after, calls, "calls into the program after the crash");
    const report = await page.$eval('[data-crash="report"]', (element) => ({ text: element.textContent, children: element.children.length }));
    t.assert.equal(report.children, 0, "the report is text, never markup");
    t.assert.match(report.text, trap === "panic" ? /<img src=x onerror=alert\(1\)> the number was odd/ : /unreachable|recursion|call stack/i);
    for (const name of ["reload", "fresh", "copy"]) t.assert.ok(await page.$eval(`[data-crash="${name}"]`, (button) => button.checkVisibility()), name);
  });
}

test("from the crash notice the page reloads with its state, or starts fresh", async (t) => {
  anyProblem(t);
  const [{ slug }] = await t.topics();
  for (const [button, hash] of [["reload", `#/${slug}`], ["fresh", ""]]) {
    const page = await t.open(`${t.siteAddress}#/${slug}`, { before: armed });
    await running(t, page);
    await provoke(page, "trap");
    await crashed(t, page);
    await Promise.all([page.waitForNavigation(), page.click(`[data-crash="${button}"]`)]);
    await running(t, page);
    t.assert.match(await page.evaluate(() => location.hash), new RegExp(`^${hash || "(#/)?"}$`));
  }
});

test("a state that crashes twice is not tried a third time", async (t) => {
  anyProblem(t);
  const [{ slug }] = await t.topics();
  const page = await t.open(`${t.siteAddress}#/${slug}?seed=7`, { before: armed });
  await running(t, page);
  // The page writes its state to the address once it rests: not into the middle of what follows.
  await t.waitFor(page, () => document.querySelector("[data-topic]")?.dataset.ready === "true");
  await new Promise((resolve) => setTimeout(resolve, 700));
  await page.evaluate(() => sessionStorage.setItem("trap", "trap"));
  for (let crash = 1; crash <= 2; crash += 1) {
    await page.evaluate((hash) => { history.replaceState(null, "", hash); }, `#/${slug}?seed=7`);
    await page.reload();
    await crashed(t, page, 10);
  }
  await page.evaluate(() => sessionStorage.removeItem("trap"));
  await page.reload();
  await running(t, page);
  t.assert.equal(await page.evaluate(() => location.hash.split("?")[1] ?? ""), "");
  t.assert.equal(await page.evaluate(() => document.documentElement.dataset.safeStart), "true");
  t.assert.match(await notice(page), /started without them/);
});
