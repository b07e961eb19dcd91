// Starts the browsers: one of each for all tests, and another Firefox for each look that only a preference can give it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

function find(...names) {
  for (const name of names) for (const folder of (process.env.PATH ?? "").split(":")) if (existsSync(join(folder, name))) return join(folder, name);
  throw new Error(`none of these is on PATH: ${names.join(", ")}. script/bootstrap --tests installs what is missing`);
}

const chromiumFlags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
];
const firefoxPreferences = {
  // Automation switches this off; on, a page opened from a folder is as locked in as it is for people.
  "security.fileuri.strict_origin_policy": true,
  "browser.cache.disk.enable": false,
};
const looks = {
  dark: { "layout.css.prefers-color-scheme.content-override": 0, "ui.systemUsesDarkTheme": 1 },
  light: { "layout.css.prefers-color-scheme.content-override": 1, "ui.systemUsesDarkTheme": 0 },
  still: { "ui.prefersReducedMotion": 1 },
  noScript: { "javascript.enabled": false },
};

/** A source of browsers of one name, "chromium" or "firefox". */
export function browsers(name) {
  const started = new Map();
  async function start(extra) {
    if (name === "chromium") {
      return puppeteer.launch({ browser: "chrome", executablePath: process.env.CHROMIUM || find("chromium", "chromium-browser", "google-chrome"), headless: true, args: chromiumFlags });
    }
    return puppeteer.launch({
      browser: "firefox", executablePath: process.env.FIREFOX || find("firefox-esr", "firefox"), headless: true,
      extraPrefsFirefox: { ...firefoxPreferences, ...extra },
    });
  }
  return {
    name,
    /** The browser for this look; Chromium changes its look page by page instead. */
    get({ theme = "light", reducedMotion = false, javaScript = true } = {}) {
      const extra = name === "chromium" ? {} : { ...looks[theme], ...(reducedMotion && looks.still), ...(!javaScript && looks.noScript) };
      const key = JSON.stringify(extra);
      if (!started.has(key)) started.set(key, start(extra));
      return started.get(key);
    },
    async close() {
      for (const browser of started.values()) await (await browser).close().catch(() => {});
    },
  };
}
