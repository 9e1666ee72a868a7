// Holds finished pages against WCAG 2.2 A and AA with axe-core in Chromium, wide and narrow, light and dark, and tries what they do by
// keyboard: node accessibility.mjs PAGE.html... (see "The report" in README.md). Ends with status 1 if anything is found.
//
// Needs axe-core and playwright-core beside it or in NODE_PATH's folder given as MODULES; CHROMIUM names the browser.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(pathToFileURL(resolve(process.env.MODULES ?? ".", "package.json")));
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
let found = 0;
const tell = (where, what) => {
  found += 1;
  console.log(`${where}: ${what}`);
};

for (const file of process.argv.slice(2)) {
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, permissions: ["clipboard-read", "clipboard-write"] });
      const page = await context.newPage();
      const requests = [];
      page.on("request", (request) => requests.push(request.url()));
      page.on("pageerror", (error) => tell(where, `script: ${error.message}`));
      const where = `${file}, ${width} px, ${colorScheme}`;
      await page.goto(pathToFileURL(resolve(file)).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await page.evaluate(axe.source);
      const result = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }), RULES);
      for (const violation of result.violations) {
        const nodes = violation.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary?.split("\n")[1]?.trim()})`);
        tell(where, `${violation.id}, ${violation.nodes.length} times: ${violation.help}\n  ${nodes.join("\n  ")}`);
      }
      const unsure = result.incomplete.map((rule) => `${rule.id} ${rule.nodes.length}`).join(", ") || "none";
      if (requests.length > 1) tell(where, `asks for ${requests.slice(1).join(", ")}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) tell(where, `the page itself scrolls sideways, by ${over} px`);
      for (const fault of await byKeyboard(page)) tell(where, fault);
      console.log(`${where}: ${result.passes.length} rules passed, ${result.violations.length} violated, not decided: ${unsure}`);
      await context.close();
    }
  }
}
await browser.close();
console.log(found === 0 ? "nothing found" : `${found} found`);
process.exit(found === 0 ? 0 : 1);

// Sorts a table by its last column and copies it, without a mouse.
async function byKeyboard(page) {
  const faults = [];
  const sort = page.locator("table:has(.sort) thead th:last-child .sort").first();
  if ((await sort.count()) === 0) return ["no table can be sorted"];
  const head = sort.locator("xpath=ancestor::th");
  for (const order of ["ascending", "descending"]) {
    await sort.focus();
    await page.keyboard.press("Enter");
    if ((await head.getAttribute("aria-sort")) !== order) faults.push(`aria-sort is not ${order}`);
    const outline = await sort.evaluate((button) => getComputedStyle(button).outlineStyle);
    if (outline === "none") faults.push("the focus is not to be seen");
  }
  const copy = page.locator(".tools .copy").first();
  await copy.focus();
  await page.keyboard.press("Enter");
  await page.waitForTimeout(50);
  if ((await page.locator(".copied").first().textContent()) === "") faults.push("copying says nothing");
  const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n").map((line) => line.split("\t").length);
  if (lines.length < 2 || lines[0] < 2) faults.push("nothing was copied that a spreadsheet could take");
  return faults;
}
