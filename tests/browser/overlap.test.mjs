// The page of `overlap`: a reviewer looks a unit up, opens a pair, follows a passage to its other side.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
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
  const [all, units] = [await visible(tab, ".pairs tbody tr"), await visible(tab, ".matrix tbody tr")];
  assert.ok(all > 1);
  const name = await tab.$eval(".pairs td", (cell) => cell.textContent.split("/").at(-2) ?? cell.textContent);
  await tab.type("#filter", name);
  const few = await visible(tab, ".pairs tbody tr");
  assert.ok(few > 0 && few < all, `${few} of ${all} for «${name}»`);
  const named = await visible(tab, ".matrix tbody tr");
  assert.ok(named > 0 && named < units, `${named} of ${units} units for «${name}»`);
  assert.deepEqual(await deadLinks(tab), []);
  await tab.type("#filter", " không đâu có");
  assert.equal(await visible(tab, ".pairs tbody tr"), 0);
  await tab.$eval("#filter", (field) => { field.value = ""; field.dispatchEvent(new Event("input")); });
  assert.equal(await visible(tab, ".pairs tbody tr"), all);
});

test("a pair beyond those written out is found", async () => {
  const { tab } = await open(browser, folder);
  const [a, b] = await tab.evaluate(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    return data.lists[0].at(-1).slice(0, 2).map((name) => data.names[name][0]);
  });
  await tab.type("#filter", a);
  const found = await tab.$$eval(".pairs tbody tr", (rows) => rows.map((row) => row.textContent));
  assert.ok(found.some((row) => row.includes(a) && row.includes(b)), `${a} ${b}`);
});

test("a big page opens at once", async () => {
  const start = Date.now();
  await open(browser, folder);
  assert.ok(Date.now() - start < 3000, `${Date.now() - start} ms`);
  const bytes = statSync(fileURLToPath(folder)).size;
  assert.ok(bytes < 5_000_000, `${bytes} bytes`);
});

test("closed passages are printed with their words and units", async () => {
  const { tab } = await open(browser, folder);
  const parts = () => tab.$$eval(".cluster > p, .cluster > ul", (parts) => parts.map((part) => part.checkVisibility()));
  const closed = await parts();
  assert.ok(closed.length > 0 && !closed.includes(true));
  // The rule alone, without the script that opens them.
  await tab.emulateMediaType("print");
  assert.ok(!(await parts()).includes(false));
  assert.equal(await tab.$$eval(".pair.screen", (pairs) => pairs.filter((p) => p.checkVisibility()).length), 0);
});

for (const width of [375, 1280]) {
  test(`nothing runs off a screen ${width} wide`, async () => {
    for (const href of [pair, folder]) {
      const { tab } = await open(browser, href, width);
      assert.equal(await overflows(tab), false);
    }
  });
}
