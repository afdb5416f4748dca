/** The page in a browser: hostile texts stay text, nothing is loaded, and nothing could be. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { needsChromium, openReport, startBrowser } from "./support/browser.js";
import { HOSTILE, hostileReport } from "./support/hostile-report.js";
import { makeReport } from "./support/make-report.js";

/** Elements that the page never creates. */
const FOREIGN =
  "img, svg:not(#chart svg), iframe, object, embed, a[href]:not(#skip), [onerror], [onload], script:not([id]) ~ script";

describe("the page's safety", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  it("shows hostile texts as text, everywhere", async () => {
    const open = await openReport(browser, hostileReport());
    const { page } = open;
    assert.equal(await page.locator("#rows .finding").count(), HOSTILE.length);
    for (const toggle of await page.locator(".open").all()) await toggle.click();
    for (const summary of await page.locator("#saved-body > details > summary, #abouts summary").all()) {
      if (await summary.isVisible()) await summary.click();
    }
    for (const more of await page.locator("#saved .more button:visible").all()) await more.click();
    assert.equal(await page.locator("#saved .key").count(), HOSTILE.length);
    for (const toggle of await page.locator("#saved .commands").all()) await toggle.click();
    for (const section of await page.locator(".tops section:visible").all()) {
      for (const more of await section.getByRole("button", { name: /^Show more/ }).all()) await more.click();
    }
    await page.locator("details").evaluateAll((all) => {
      for (const details of all) details.setAttribute("open", "");
    });
    for (const value of HOSTILE)
      await page.getByRole("combobox", { name: "Account", exact: true }).selectOption(`=${value}`);
    await page.getByRole("combobox", { name: "Account", exact: true }).selectOption("all");
    for (const tile of await page.locator(".pill").all()) await tile.click();
    for (const bar of await page.locator("#top-actor .top").all()) await bar.click();
    await page.getByRole("button", { name: "Clear all filters" }).click();
    assert.equal(await page.locator(FOREIGN).count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    const text = (await page.locator("body").innerText()).replaceAll(/\s+/g, " ");
    for (const plain of HOSTILE.slice(0, 6)) assert.ok(text.includes(plain), plain);
    await open.close();
  });

  it("makes control characters and direction marks visible", async () => {
    const open = await openReport(browser, hostileReport());
    await open.page.locator(".open").first().click();
    const escapes = new Set(await open.page.locator(".escape").allTextContents());
    for (const escape of [
      "\\u001b",
      "\\u0007",
      "\\u000d",
      "\\u0008",
      "\\u202e",
      "\\u2066",
      "\\u200b",
      "\\u2028",
      "\\u2029",
      "\\ufeff",
      "\\ud800",
      "\\u{e0041}",
      "\\u0000",
      "\\u007f",
    ]) {
      assert.ok(escapes.has(escape), escape);
    }
    const raw = await open.page.evaluate(hiddenCharactersShown);
    assert.deepEqual(raw, []);
    await open.close();
  });

  it("requests nothing but itself, and could reach nothing else", async () => {
    const open = await openReport(browser, makeReport({ findings: 5, days: 3 }));
    const { page, troubles } = open;
    assert.deepEqual(troubles, []);
    const title = await page.title();
    let reached = 0;
    const server = createServer((_, response) => {
      reached++;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const after = await page.evaluate(reachOut, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // The page's own policy refuses each. The browser may report a refusal later, the form's last of all.
    const refusals = (): string[] => troubles.filter((it) => /^console error: .*Content Security Policy/.test(it));
    const deadline = Date.now() + 20_000;
    const missing = (): boolean => refusals().length < 9 || !refusals().some((it) => it.includes("form-action"));
    while (missing() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 500)); // time for a request to arrive that was not refused
    server.close();
    assert.equal(reached, 0);
    assert.equal(after, title, "neither a new script nor a handler in an attribute ran");
    assert.ok(!missing(), `${refusals().length} refusals: ${refusals().join("\n")}`);
    await page.context().close(); // without open.close(), as refusals are no trouble here
  });
});

/** Tries to reach an address in every way that a script has. Runs in the page. Returns the title, which other scripts would set. */
function reachOut(address: string): string {
  const add = (tag: string, attributes: Record<string, string>, text = ""): HTMLElement => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    document.body.append(made);
    return made;
  };
  void fetch(address).catch(() => undefined);
  navigator.sendBeacon(address);
  new EventSource(address).onerror = () => undefined;
  try {
    new WebSocket(address.replace("http", "ws"));
  } catch {
    // Refused at once.
  }
  add("img", { src: address });
  add("script", { src: address });
  add("link", { rel: "stylesheet", href: address });
  add("iframe", { src: address });
  add("video", { src: address });
  add("script", {}, "document.title = 'a new script ran'");
  add("button", { onclick: "document.title = 'a handler ran'" }).click();
  const { title } = document;
  (add("form", { action: address, method: "post" }) as HTMLFormElement).submit();
  return title;
}

/** Returns texts on the page with a character that should have been escaped. Runs in the page. */
function hiddenCharactersShown(): string[] {
  const found: string[] = [];
  const hidden = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement?.closest("script, style") !== null) continue;
    if (hidden.test(textContent ?? "")) found.push(`${parentElement.tagName} ${textContent ?? ""}`);
  }
  for (const one of document.querySelectorAll("[title], [aria-label]")) {
    const text = `${one.getAttribute("title") ?? ""}${one.getAttribute("aria-label") ?? ""}`;
    if (hidden.test(text)) found.push(`${one.tagName} ${text}`);
  }
  return found;
}
