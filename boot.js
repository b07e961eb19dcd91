// Starts the program, and says in plain words why it cannot start or that it has stopped.
// A classic script without dependencies: it must work where nothing else does. The page's words are in index.html.
(() => {
  "use strict";

  const SLOW_AFTER_MS = 7000;
  const STYLES_WAIT_MS = 8000;
  const CRASHES = "slow-elevator.crashes";
  const RENEWED = "slow-elevator.renewed";
  const root = document.documentElement;
  root.dataset.app = "loading"; // loading, running, failed or crashed; styles and tests read it

  // Browsers with Trusted Types ask here before a text becomes markup or the address of a script. The program's markup is its
  // own words, built with it; what could run is refused whatever its origin.
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML: (text) => /<(?:script|iframe|object|embed|base|meta|link)\b|<[^>]*\son\w+\s*=|javascript:/i.test(text) ? null : text,
    createScriptURL: (address) => address.startsWith("blob:") || new URL(address, document.baseURI).origin === location.origin ? address : null,
  });

  // This script runs as soon as it is here, whatever else is still on its way.
  const parsed = new Promise((done) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", done, { once: true });
    else done();
  });
  let program;
  let embedded; // only in the single file

  // --- Cannot start ---------------------------------------------------------------------------------------------------

  class CannotStart extends Error {}
  /** A file is gone that this page names: after a new release an old page may still be in a cache. */
  class Missing extends CannotStart {}
  let refusedByPolicy = false;
  document.addEventListener("securitypolicyviolation", (event) => {
    if (/^wasm-eval$|\.wasm|\.js/.test(event.blockedURI)) refusedByPolicy = true;
  });

  function notice(text) {
    const element = document.getElementById("boot-notice");
    if (!element) return;
    element.textContent = text;
    element.hidden = !text;
  }

  function cannotStart(text) {
    if (root.dataset.app === "crashed") return;
    root.dataset.app = "failed";
    notice(text);
  }

  // The compiled program, or the reason why there is none.
  async function compile(address) {
    const name = address.split("/").pop();
    let response;
    try {
      response = await fetch(address, { credentials: "same-origin" });
    } catch {
      throw new CannotStart(refusedByPolicy
        ? `The program file ${name} was refused by a security policy of this server. Ask whoever runs it to allow scripts and connections of its own address.`
        : `The program file ${name} could not be fetched: the connection broke, or a firewall or extension blocks it. Check the connection, then reload.`);
    }
    if (!response.ok) {
      throw new Missing(`The program file ${name} is missing on this server (answer ${response.status}). Reload; if that does not help, ask whoever runs the site to copy the whole folder.`);
    }
    try {
      if (/^application\/wasm/.test(response.headers.get("content-type") ?? "")) return await WebAssembly.compileStreaming(response);
      return await compileBytes(await response.arrayBuffer(), name);
    } catch (error) {
      if (error instanceof CannotStart) throw error;
      throw damaged(name, error);
    }
  }

  async function compileBytes(bytes, name) {
    if (new DataView(bytes).byteLength < 8 || new DataView(bytes).getUint32(0) !== 0x0061736d) {
      throw new CannotStart(`This server sent something else in place of the program file ${name}. Ask whoever runs the site to serve .wasm files as they are.`);
    }
    return WebAssembly.compile(bytes);
  }

  function damaged(name, error) {
    return new CannotStart(refusedByPolicy || /content.security.policy|\bCSP\b/i.test(error.message)
      ? "WebAssembly is refused by a security policy of this server. Ask whoever runs it to allow 'wasm-unsafe-eval'."
      : `The program file ${name} arrived damaged or incomplete, or this browser is too old for it. Reload; if that does not help, update the browser.`);
  }

  // The single file holds the program in itself, and what unpacks it (script/single-file.mjs).
  async function unpackEmbedded() {
    try {
      return await compileBytes(await globalThis.slowElevatorProgram(), "inside this page");
    } catch (error) {
      if (error instanceof CannotStart) throw error;
      throw damaged("inside this page", error);
    }
  }

  // The glue that wasm-bindgen wrote: a module beside the page, or already in the page in the single file.
  async function glue() {
    if (embedded) return globalThis.slowElevatorGlue;
    const address = new URL(program.content, document.baseURI).href;
    try {
      return (await import(address)).default;
    } catch (error) {
      if (error instanceof SyntaxError) throw new CannotStart("A part of the program is damaged, or this browser is too old for it. Reload; if that does not help, update the browser.");
      throw new Missing(`A part of the program (${address.split("/").pop()}) is missing or blocked. Reload; if that does not help, check extensions and the connection.`);
    }
  }

  // Whether the server has another release by now than the one this page is of. It is then in the browser's cache: reloading
  // opens it, with the settings, which stand in the address. Tried once for each release.
  async function newerRelease() {
    try {
      const response = await fetch(location.pathname + location.search, { cache: "reload", credentials: "same-origin" });
      const named = (await response.text()).match(/<meta name="app-program"[^>]*data-wasm="([^"]+)"/)?.[1];
      if (!named || named === program.dataset.wasm || sessionStorage.getItem(RENEWED) === named) return false;
      sessionStorage.setItem(RENEWED, named);
      return true;
    } catch {
      return false; // without storage it could go round for ever
    }
  }

  // The styles, or the wait for them: a page whose styles do not come is bare, but says what it says.
  const stylesThere = parsed.then(() => {
    const late = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => !link.sheet);
    const over = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));
    return Promise.race([
      document.readyState === "complete" || over(window, "load"),
      Promise.all(late.flatMap((link) => Promise.race([over(link, "load"), over(link, "error")]))),
      new Promise((done) => setTimeout(done, STYLES_WAIT_MS)),
    ]).then(() => {
      // As long as a sheet is awaited the browser paints nothing at all.
      for (const link of late) if (!link.sheet) link.remove();
      // What an error left is a sheet too: the page has its styles if it knows the colour of its ink.
      const isBare = !getComputedStyle(root).getPropertyValue("--ink");
      return isBare ? "The page's styles have not arrived, so it looks bare; everything in it works. Reload to try once more." : "";
    });
  });

  // --- The latch: after the first crash nothing calls into the program again -------------------------------------------

  let crashed = false;

  // Every way into the program leads through this gate. What an exception leaves behind inside is unknown (there is no
  // unwinding), so the first one, of whatever kind, is the last: a trap, a stack overflow, an exception of the page.
  function gate(enter) {
    return (...values) => {
      if (crashed) return 0; // the glue takes it for an empty answer of any kind
      try {
        return enter(...values);
      } catch (error) {
        crash(error);
        throw error;
      }
    };
  }

  function gated(exports) {
    const gates = {};
    for (const [name, value] of Object.entries(exports)) gates[name] = typeof value === "function" ? gate(value) : value;
    return gates;
  }

  async function start(module, init) {
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = async (source, imports) => {
      const instance = await instantiate.call(WebAssembly, source, imports);
      return { module: source, instance: { exports: gated(instance.exports) } };
    };
    try {
      await init({ module_or_path: module });
    } finally {
      WebAssembly.instantiate = instantiate;
    }
  }

  function remembered() {
    try {
      const record = JSON.parse(sessionStorage.getItem(CRASHES));
      return typeof record?.state === "string" && Number.isInteger(record.count) ? record : { state: "", count: 0 };
    } catch {
      return { state: "", count: 0 };
    }
  }

  function remember(record) {
    try {
      sessionStorage.setItem(CRASHES, JSON.stringify(record));
    } catch {
      // Without storage a state that crashes again is not recognised; everything else works.
    }
  }

  function crash(error, message) {
    if (crashed) return;
    crashed = true;
    root.dataset.app = "crashed";
    notice("");
    const state = location.hash;
    const before = remembered();
    remember({ state, count: before.state === state ? before.count + 1 : 1 });
    show(`${message || panicMessage || error?.message || error}\n\n${error?.stack ?? ""}\n\nState: ${state || "(start page)"}\nBrowser: ${navigator.userAgent}\nTime: ${new Date().toISOString()}`);
  }

  function show(report) {
    const box = document.getElementById("crash-notice");
    if (!box) return;
    for (const element of document.body.children) if (!element.contains(box)) element.inert = true;
    const part = (name) => box.querySelector(`[data-crash="${name}"]`);
    const output = part("report");
    if (output) output.textContent = report;
    part("reload")?.addEventListener("click", () => location.reload());
    part("fresh")?.addEventListener("click", () => {
      history.replaceState(null, "", location.pathname + location.search);
      location.reload();
    });
    part("copy")?.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(report);
        part("copy").textContent = "Copied";
      } catch {
        if (output) getSelection().selectAllChildren(output);
      }
    });
    box.hidden = false;
    part("reload")?.focus();
  }

  // The gate lets nothing through any more; these keep the page from acting half-alive around it.
  for (const type of ["click", "input", "change", "keydown", "keyup", "pointerdown", "pointermove", "pointerup", "submit", "hashchange", "popstate"]) {
    addEventListener(type, (event) => {
      if (!crashed) return;
      const box = document.getElementById("crash-notice");
      if (!(event.target instanceof Node && box?.contains(event.target))) event.stopImmediatePropagation();
    }, true);
  }

  // The program's panic hook sends its message here before it stops: it explains more than the trap that follows.
  let panicMessage = "";
  addEventListener("explorer-panic", (event) => {
    panicMessage = String(event.detail ?? "");
  });
  addEventListener("error", (event) => {
    if (event.error instanceof WebAssembly.RuntimeError) crash(event.error);
  });
  addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof WebAssembly.RuntimeError) crash(event.reason);
  });

  // A state that crashed twice is not tried a third time: its page starts with its defaults, or else the start page.
  function startSafely() {
    const { state, count } = remembered();
    if (count < 2 || state !== location.hash) return;
    remember({ state: "", count: 0 });
    const route = state.split("?")[0];
    history.replaceState(null, "", location.pathname + location.search + (route === state ? "" : route));
    root.dataset.safeStart = "true";
    return "These settings stopped the program twice, so it has started without them.";
  }

  // --- Start ----------------------------------------------------------------------------------------------------------

  async function boot() {
    await parsed;
    program = document.querySelector('meta[name="app-program"]');
    embedded = document.getElementById("app-wasm");
    stylesThere.then((words) => { if (words && root.dataset.app === "loading") notice(words); });
    if (location.protocol === "file:" && !embedded) {
      throw new CannotStart("This page was opened from a folder, where browsers do not let it load its program. Open slow-elevator.html instead (it holds everything in one file), or serve this folder with any web server.");
    }
    if (typeof WebAssembly !== "object") {
      throw new CannotStart("This browser has WebAssembly switched off or does not know it. Switch it on (it is often part of a strict security mode), or open the page in another browser.");
    }
    const safely = startSafely();
    const slow = setTimeout(() => notice("Still loading: the connection is slow. The page starts by itself once the program has arrived; if nothing happens for a minute, reload."), SLOW_AFTER_MS);
    try {
      const compiled = embedded ? unpackEmbedded() : compile(new URL(program.dataset.wasm, document.baseURI).href);
      const [module, init] = await Promise.all([compiled, glue(), stylesThere]);
      await start(module, init);
    } finally {
      clearTimeout(slow);
    }
    if (crashed) return;
    root.dataset.app = "running";
    notice(safely ?? await stylesThere);
  }

  boot().catch(async (error) => {
    if (crashed) return;
    if (error instanceof Missing && await newerRelease()) return location.reload();
    if (error instanceof CannotStart) cannotStart(error.message);
    else cannotStart(`The program could not start: ${error?.message ?? error}. Reload; if that does not help, update the browser.`);
  });
})();
