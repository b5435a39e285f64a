// A page in a real browser that may reach nothing but its own file.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const root = resolve(process.env.ROOT ?? ".");
const program = process.env.VANKIEN ?? join(root, "target/debug/vankien");
const folder = mkdtempSync(join(tmpdir(), "vankien-browser-"));

/** Runs vankien and gives the page it wrote. Findings are no failure. */
export function page(name, ...args) {
  const file = join(folder, name);
  try {
    execFileSync(program, [...args, "--format", "html", "-o", file], { cwd: root });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
  return pathToFileURL(file).href;
}

/** The browser; its sandbox needs rights that a container's root lacks. */
export const launch = () =>
  puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Opens a page; what it asks of others, and what goes wrong on it, is kept. */
export async function open(browser, href, width = 1280) {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height: 900 });
  const troubles = [];
  tab.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  tab.on("pageerror", (error) => troubles.push(String(error)));
  tab.on("request", (request) => request.url() !== href && troubles.push(`asked for ${request.url()}`));
  await tab.goto(href, { waitUntil: "load" });
  return { tab, troubles };
}

/** Links of the page that lead nowhere. */
export const deadLinks = (tab) =>
  tab.$$eval("a[href^='#']", (links) =>
    links.map((a) => a.getAttribute("href").slice(1)).filter((id) => id && !document.getElementById(id)),
  );

/** Whether the page is wider than the screen. */
export const overflows = (tab) => tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** How many of some elements a person sees. */
export const visible = (tab, selector) =>
  tab.$$eval(selector, (all) => all.filter((element) => element.getClientRects().length > 0).length);
