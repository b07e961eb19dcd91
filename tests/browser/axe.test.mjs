// Accessibility as far as a program can check it: axe with every rule of WCAG 2.2 A and AA, and best practice.
import axe from "axe-core";
import { test } from "./lib/registry.mjs";
import { routeOf } from "./lib/topics.mjs";

const options = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};
const pages = ["exercises", "interview", "cheat-sheet", "checks"];

/** What axe finds in the page (or the part of it that a selector names) as it stands, one line a finding. */
export async function violations(page, part) {
  // The policy refuses an added script element; evaluating the source is not subject to it.
  if (!(await page.evaluate(() => Boolean(globalThis.axe)))) await page.evaluate(`(() => {${axe.source}})()`);
  const results = await page.evaluate(([part, options]) => globalThis.axe.run(part ?? document, options), [part, options]);
  return results.violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 4).map((node) => `${id} (${help}): ${node.target.join(" ")} ${node.html.slice(0, 120)} – ${node.failureSummary?.split("\n")[1]?.trim()}`));
}

const looks = [
  // With still pictures: what moves passes over other things now and then.
  ["light", { theme: "light", reducedMotion: true }],
  ["dark", { theme: "dark", reducedMotion: true }],
  ["light on a phone", { theme: "light", reducedMotion: true, width: 360, height: 740 }],
];
for (const [look, settings] of looks) {
  test(`axe finds nothing on the start page, in any topic or page (${look})`, async (t) => {
    const page = await t.open(t.siteAddress, settings);
    await t.waitFor(page, () => document.documentElement.dataset.app === "running");
    const found = (await violations(page)).map((line) => `start page: ${line}`);
    for (const { slug } of await t.topics()) {
      await t.go(page, slug);
      found.push(...(await violations(page)).map((line) => `${slug}: ${line}`));
    }
    const linked = await page.$$eval('a[href^="#/"]', (links) => links.map((link) => link.getAttribute("href")));
    for (const slug of pages.filter((slug) => linked.includes(routeOf(slug)))) {
      await page.evaluate((hash) => { location.hash = hash; }, routeOf(slug));
      await t.waitFor(page, () => !document.querySelector("[data-topic]"));
      found.push(...(await violations(page)).map((line) => `${slug}: ${line}`));
    }
    t.assert.deepEqual(found, []);
  }, { seconds: 180 });
}

test("axe finds nothing on a page that cannot start, nor on one that has stopped", async (t) => {
  t.expectProblem(/./, { optional: true });
  const failed = await t.open(`${t.origin}/wasm-missing/`);
  await t.waitFor(failed, () => document.documentElement.dataset.app === "failed");
  t.assert.deepEqual(await violations(failed), []);
  const stopped = await t.open(t.siteAddress);
  await t.waitFor(stopped, () => document.documentElement.dataset.app === "running");
  await stopped.evaluate(() => dispatchEvent(new ErrorEvent("error", { error: new WebAssembly.RuntimeError("unreachable") })));
  await t.waitFor(stopped, () => document.documentElement.dataset.app === "crashed");
  t.assert.deepEqual(await violations(stopped, "#crash-notice"), []);
});
