// Validates originals and what was made of them; fails if something made has an error its original has not.
// Usage: validate.mjs VALIDATOR ORIGINALS MADE [NEW], where MADE holds NAME.KIND.docx for ORIGINALS' NAME.docx, and NEW
// files without original, which may have no error.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const [validator, originals, made, fresh] = process.argv.slice(2);
const documents = (folder) => (folder ? readdirSync(folder) : []).filter((name) => name.endsWith(".docx")).sort();

// How often each error stands in a file. The place in the part is left out: what is added moves it.
const errors = (file) =>
  new Promise((resolve, reject) => {
    const child = spawn(validator, [file]);
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", () => {
      const counts = new Map();
      for (const { description, path } of JSON.parse(output).errors) {
        const key = `${path}: ${description}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      resolve(counts);
    });
  });

const files = [
  ...documents(originals).map((name) => join(originals, name)),
  ...documents(made).map((name) => join(made, name)),
  ...documents(fresh).map((name) => join(fresh, name)),
];
const found = new Map();
const work = [...files];
await Promise.all([1, 2].map(async () => {
  for (let file; (file = work.shift()); ) found.set(file, await errors(file));
}));

let failed = false;
for (const name of documents(made)) {
  // What has no original here was made by this program alone, and may have no error.
  const before = found.get(join(originals, name.replace(/\.[^.]+\.docx$/, ".docx"))) ?? new Map();
  for (const [error, count] of found.get(join(made, name))) {
    if (count > (before.get(error) ?? 0)) {
      console.error(`${name}: ${error} (${before.get(error) ?? 0} → ${count})`);
      failed = true;
    }
  }
}
for (const name of documents(fresh)) {
  for (const [error, count] of found.get(join(fresh, name))) {
    console.error(`${name}: ${error} (${count})`);
    failed = true;
  }
}
console.log(`OOXML validator: ${documents(made).length} annotated files, ${documents(fresh).length} new ones, ${failed ? "new errors" : "no new error"}`);
process.exit(failed ? 1 : 0);
