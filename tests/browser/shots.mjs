// Pictures of screens, to look at: node tests/browser/shots.mjs [slug…]   (into tests/browser/out; without a slug, every topic)
import { fileURLToPath } from "node:url";
import { browsers } from "./lib/browsers.mjs";
import { serve } from "./lib/server.mjs";
import { topics } from "./lib/topics.mjs";
import { Visit } from "./lib/visit.mjs";

const slugs = process.argv.length > 2 ? process.argv.slice(2) : (await topics()).map(({ slug }) => slug);
const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
const source = browsers(process.env.BROWSER_NAME ?? "chromium");
const visit = new Visit(source, server.origin);
for (const theme of ["light", "dark"]) {
  for (const width of [360, 768, 1280, 1920]) {
    for (const slug of slugs) {
      const page = await visit.openRoute(slug, {}, { theme, width, height: 900 });
      await visit.screenshot(page, `${slug}-${width}-${theme}`, { fullPage: true });
      await visit.close();
    }
  }
}
if (visit.problems.length) console.log([...new Set(visit.problems)].join("\n"));
await source.close();
await server.close();
