// The page of `overlap`: a reviewer looks a unit up, opens a pair, follows a passage to its other side.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deadLinks, launch, open, overflows, page, visible } from "./support.mjs";

let browser, pair, folder;
before(async () => {
  browser = await launch();
  const dossier = "tests/dossiers/van-xuan";
  pair = page("pair.html", "overlap", `${dossier}/bao-cao-kiem-diem.md`, `${dossier}/bao-cao-chinh-tri.md`);
  folder = page("folder.html", "overlap", "tests/dossiers");
});
after(() => browser?.close());

test("nothing is asked for and nothing goes wrong", async () => {
  for (const href of [pair, folder]) {
    const { tab, troubles } = await open(browser, href);
    assert.deepEqual(troubles, []);
    assert.deepEqual(await deadLinks(tab), []);
  }
});

test("a passage of two texts leads to its other side", async () => {
  const { tab } = await open(browser, pair);
  const there = await tab.$eval(".pane a", (link) => link.getAttribute("href"));
  await tab.click(".pane a");
  assert.equal(await tab.evaluate(() => `#${document.querySelector(":target")?.id}`), there);
});

test("pairs are found by name, typed without marks", async () => {
  const { tab } = await open(browser, folder);
  const all = await visible(tab, "#pairs tr");
  assert.ok(all > 1);
  const name = await tab.$eval("#pairs td", (cell) => cell.textContent.split("/").at(-2) ?? cell.textContent);
  await tab.type("#filter", name);
  const few = await visible(tab, "#pairs tr");
  assert.ok(few > 0 && few < all, `${few} of ${all} for «${name}»`);
  await tab.type("#filter", " không đâu có");
  assert.equal(await visible(tab, "#pairs tr"), 0);
});

for (const width of [375, 1280]) {
  test(`nothing runs off a screen ${width} wide`, async () => {
    for (const href of [pair, folder]) {
      const { tab } = await open(browser, href, width);
      assert.equal(await overflows(tab), false);
    }
  });
}
