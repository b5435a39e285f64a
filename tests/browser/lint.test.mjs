// The page of `lint`: a drafter opens it, follows a mark to its finding, hides remarks, prints it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deadLinks, launch, open, overflows, page, visible } from "./support.mjs";

let browser, href;
before(async () => {
  browser = await launch();
  href = page("lint.html", "lint", "tests/dossiers/van-xuan");
});
after(() => browser?.close());

test("nothing is asked for and nothing goes wrong", async () => {
  const { tab, troubles } = await open(browser, href);
  assert.deepEqual(troubles, []);
  assert.deepEqual(await deadLinks(tab), []);
  assert.ok((await visible(tab, "article.finding")) > 20);
});

test("a mark of the strip leads to its finding", async () => {
  const { tab } = await open(browser, href);
  await tab.click(".strip svg a");
  const target = await tab.evaluate(() => document.querySelector(":target")?.className ?? "");
  assert.match(target, /finding/);
  // The page glides there.
  await tab.waitForFunction(() => {
    const { top } = document.querySelector(":target").getBoundingClientRect();
    return top >= -1 && top < window.innerHeight;
  });
});

test("what is unchecked is hidden, and its section with the last of it", async () => {
  const { tab } = await open(browser, href);
  const count = (severity) => visible(tab, `article.finding.${severity}`);
  const [errors, warnings] = [await count("error"), await count("warning")];
  assert.ok(errors > 0 && warnings > 0);
  await tab.click("#show-warning");
  assert.deepEqual([await count("error"), await count("warning")], [errors, 0]);
  await tab.click("#show-error");
  await tab.click("#show-info");
  assert.equal(await visible(tab, "article.finding"), 0);
  assert.equal(await visible(tab, ".group h4"), 0, "no heading stands over nothing");
  await tab.click("#show-warning");
  assert.equal(await count("warning"), warnings);
});

test("the bars of the indicators are drawn", async () => {
  const { tab } = await open(browser, href);
  assert.ok((await visible(tab, "section.indicators table tr")) > 5);
  const widths = await tab.$$eval("section.indicators svg rect", (bars) => bars.map((bar) => bar.getBoundingClientRect().width));
  assert.ok(widths.some((width) => width > 0), "at least one bar has a length");
});

for (const width of [375, 768, 1280]) {
  test(`nothing runs off a screen ${width} wide`, async () => {
    const { tab } = await open(browser, href, width);
    assert.equal(await overflows(tab), false);
  });
}

test("it prints, the boxes to tick left out", async () => {
  const { tab } = await open(browser, href);
  const pdf = await tab.pdf({ format: "A4" });
  assert.ok(pdf.length > 20_000);
  await tab.emulateMediaType("print");
  assert.equal(await visible(tab, "fieldset.filter"), 0);
});

test("a page without findings says so", async () => {
  const { tab, troubles } = await open(browser, page("clean.html", "lint", "tests/browser/clean.md", "--select", "spacing"));
  assert.deepEqual(troubles, []);
  assert.equal(await visible(tab, "article.finding"), 0);
  assert.equal(await visible(tab, ".verdict"), 1);
});
