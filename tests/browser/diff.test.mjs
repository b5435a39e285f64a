// The page of `diff`: a reviewer sees which targets changed, follows a figure to its place and moved text to where it
// stood, reads both revisions side by side, prints it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { deadLinks, launch, open, overflows, page, visible } from "./support.mjs";

let browser, href, same, dossiers;
before(async () => {
  browser = await launch();
  const [old, now] = ["tests/cli/diff/cu.md", "tests/cli/diff/moi.md"];
  href = page("diff.html", "diff", old, now, "--feedback", "tests/cli/diff/gop-y.csv");
  same = page("diff-same.html", "diff", old, old);
  dossiers = page("diff-dossiers.html", "diff", "tests/dossiers/nenh", "tests/dossiers/van-xuan");
});
after(() => browser?.close());

const target = (tab) => tab.evaluate(() => document.querySelector(":target")?.id ?? "");

test("nothing is asked for and nothing goes wrong", async () => {
  for (const one of [href, same, dossiers]) {
    const { tab, troubles } = await open(browser, one);
    assert.deepEqual(troubles, []);
    assert.deepEqual(await deadLinks(tab), []);
  }
});

test("the changed targets stand first, within the first screen of a desk", async () => {
  const { tab } = await open(browser, href);
  const [first] = await tab.$$eval(".figures tbody tr:nth-child(2)", (rows) =>
    rows.map((row) => ({ text: row.textContent, top: row.getBoundingClientRect().top })),
  );
  assert.match(first.text, /Thu nhập bình quân đầu người.*95\s*105.*▲ tăng, tốt hơn/s);
  assert.ok(first.top < 900, `${first.top}`);
});

test("a figure leads to the words it stands in", async () => {
  const { tab } = await open(browser, href);
  await tab.click(".figures tbody th a");
  const id = await target(tab);
  assert.match(await tab.$eval(`#${id}`, (row) => row.textContent), /95.*105/s);
});

test("moved text and the place it left lead to each other", async () => {
  const { tab } = await open(browser, href);
  await tab.click("p.left a");
  const arrived = await target(tab);
  assert.match(await tab.$eval(`#${arrived}`, (change) => change.className), /moved/);
  await tab.click(`#${arrived} .label a`);
  assert.match(await tab.$eval(":target", (left) => left.className), /left/);
});

test("both revisions side by side, and back", async () => {
  const { tab } = await open(browser, href);
  const gone = () => visible(tab, ".edited .sides .a del");
  const come = () => visible(tab, ".edited .sides .a ins");
  assert.ok((await gone()) > 0 && (await come()) > 0);
  assert.equal(await visible(tab, ".sides .b"), 0);
  await tab.click("#view-side");
  assert.equal(await come(), 0, "the old revision has no new words");
  assert.equal(await visible(tab, ".sides .b del"), 0, "nor the new one old words");
  const [a, b] = await tab.$eval("article.edited .sides", (sides) => [...sides.children].map((p) => p.getBoundingClientRect().left));
  assert.ok(b > a + 300, `${a} ${b}`);
  await tab.click("#view-inline");
  assert.equal(await visible(tab, ".sides .b"), 0);
});

test("what did not change is folded away", async () => {
  const { tab } = await open(browser, href);
  const kept = () => tab.$$eval("details.fold p", (all) => all.filter((p) => p.checkVisibility()).length);
  assert.equal(await kept(), 0);
  await tab.click("details.fold summary");
  assert.ok((await kept()) > 0);
});

test("findings mended and new ones are shown", async () => {
  const { tab } = await open(browser, href);
  assert.equal(await visible(tab, ".finding.fixed"), 5);
  assert.equal(await visible(tab, ".finding.fresh"), 1);
});

test("remarks have their answers, and room for a person's own", async () => {
  const { tab } = await open(browser, href);
  assert.equal(await visible(tab, ".answers tbody tr"), 4);
  assert.ok((await visible(tab, ".answers .status")) === 4);
  await tab.setViewport({ width: 680, height: 1000 });
  await tab.emulateMediaType("print");
  const sizes = await tab.$$eval(".answers .reply", (cells) => cells.map((cell) => [cell.clientWidth, cell.clientHeight]));
  assert.ok(sizes.length === 4 && sizes.every(([width, height]) => width > 150 && height > 65), JSON.stringify(sizes));
});

for (const width of [390, 768, 1280]) {
  test(`nothing runs off a screen ${width} wide`, async () => {
    for (const one of [href, same, dossiers]) {
      const { tab } = await open(browser, one, width);
      assert.equal(await overflows(tab), false);
      if (await tab.$("#view-side")) {
        await tab.click("#view-side");
        assert.equal(await overflows(tab), false);
      }
    }
  });
}

test("it prints, what is for the screen left out", async () => {
  const { tab } = await open(browser, href);
  const pdf = await tab.pdf({ format: "A4" });
  assert.ok(pdf.length > 20_000);
  await tab.emulateMediaType("print");
  assert.equal(await visible(tab, "#view-side, .jumps"), 0);
  assert.ok((await visible(tab, ".figures tr")) > 5);
});

test("where nothing changed, the page says so", async () => {
  const { tab } = await open(browser, same);
  assert.equal(await tab.$eval(".verdict", (verdict) => verdict.textContent), "Không có gì thay đổi giữa hai bản.");
  assert.equal(await visible(tab, "article.change"), 0);
});
