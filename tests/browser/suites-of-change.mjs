// Prints the suites that a change touches, a name a line: node tests/browser/suites-of-change.mjs [base]
// The change is everything since it left `main` (on `main`: since the commit before), with what is not committed yet.
// `script/test --quick` runs them; the whole list is always what counts in the end.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const all = readdirSync(here).filter((name) => name.endsWith(".test.mjs"));

/** What every page is made of: enough to see that the shell, a floor and its numbers still work. */
const CORE = ["refused.test.mjs", "charts.test.mjs", "three-measures.test.mjs"];
/** Floors whose suite is another's. */
const WITH = { bottleneck: "experiments", capacity: "experiments", mistakes: "experiments", queue: "refused" };

const floor = (slug) => {
  const suite = `${WITH[slug] ?? slug}.test.mjs`;
  return all.includes(suite) ? [suite] : ["charts.test.mjs"];
};

/** From the first pattern that fits a path to its suites; what fits none (documents, scripts, native tests) needs no browser. */
const RULES = [
  [/^tests\/browser\/([-\w]+\.test\.mjs)$/, ([, suite]) => [suite]],
  [/^tests\/browser\/.*\.mjs$/, () => CORE],
  [/^crates\/core\/src\/topics\/([-a-z]+)\//, ([, slug]) => floor(slug)],
  [/^src\/stages\/(opening|mod)\b/, () => CORE],
  [/^src\/stages\/([a-z_]+)/, ([, name]) => floor(name.replaceAll("_", "-"))],
  [/^crates\/core\/src\/import\/|^crates\/core\/tests\/data\/reports\/|^src\/ui\/(data_drop|file_take|drop_zone|took)/, () => ["percentiles.test.mjs", "reports.test.mjs"]],
  [/^crates\/core\/src\/checks\/|^src\/checks\.rs/, () => ["percentiles.test.mjs"]],
  [/^crates\/core\/src\/network\//, () => ["geography.test.mjs", "connections.test.mjs"]],
  [/^crates\/core\/src\/(job|compression)\b|^crates\/codecs\/|^src\/web\/worker/, () => ["compression.test.mjs", "payload.test.mjs"]],
  [/^crates\/charts\//, () => ["charts.test.mjs"]],
  [/^(boot\.js|index\.html|Trunk\.toml|script\/(build|parts|shims))|^src\/(app|first_page|floors|main|parts)/, () => ["boot.test.mjs", ...CORE]],
  [/^script\/single-file/, () => ["single-file.test.mjs"]],
  [/^(src|style|public)\/|^crates\/core\/src\/|^Cargo\.(toml|lock)$|^build\.rs$/, () => CORE],
];

export function suitesOf(paths) {
  const suites = new Set();
  for (const path of paths) {
    for (const [pattern, give] of RULES) {
      const found = pattern.exec(path);
      if (!found) continue;
      for (const suite of give(found)) if (all.includes(suite)) suites.add(suite);
      break;
    }
  }
  return [...suites].sort();
}

const git = (...words) => execFileSync("git", words, { cwd: here, encoding: "utf8" }).split("\n").filter(Boolean);
function base() {
  const [head] = git("rev-parse", "HEAD");
  for (const name of ["main", "origin/main"]) {
    try {
      const [fork] = execFileSync("git", ["merge-base", "HEAD", name], { cwd: here, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n");
      if (fork && fork !== head) return fork;
    } catch {
      // A copy without that branch.
    }
  }
  return "HEAD~1";
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = git("rev-parse", "--show-toplevel")[0];
  const changed = git("-C", root, "diff", "--name-only", process.argv[2] ?? base());
  const fresh = git("-C", root, "ls-files", "--others", "--exclude-standard", "--full-name");
  for (const suite of suitesOf([...changed, ...fresh])) console.log(suite);
}
