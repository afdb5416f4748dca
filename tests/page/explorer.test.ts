/** The page in a browser: filtering, sorting, paging and opening findings. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Report } from "#keyward/report/report.js";
import { few, itThoroughly } from "../settings.js";
import { fieldTexts, needsChromium, openReport, shownCount, startBrowser, type OpenPage } from "./support/browser.js";
import { makeReport, reportOf } from "./support/make-report.js";

const REPORT = makeReport({ findings: 120, days: 14 });

function countOf(isMeant: (finding: Report["findings"][number]) => boolean): number {
  return REPORT.findings.filter(isMeant).length;
}

describe("the page's findings", needsChromium(), () => {
  let browser: Browser;
  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser.close());

  async function withPage(use: (open: OpenPage) => Promise<void>, options: { hash?: string } = {}): Promise<void> {
    const open = await openReport(browser, REPORT, options);
    await use(open);
    await open.close();
  }

  it("are counted, and the first fifty shown, most urgent first", () =>
    withPage(async ({ page }) => {
      const matches = countOf(({ verdict }) => verdict === "match");
      assert.equal(await page.locator("h1").textContent(), `${matches} matches in 227,440 events`);
      assert.equal(await page.locator("#status").textContent(), "120 findings");
      const states = await fieldTexts(page, "state");
      assert.ok(states.length >= 40 && states[0] === "pending deletion", states.join());
      const first = page.locator("#rows .finding .column-deadline strong").first();
      assert.match((await first.textContent()) ?? "", /^\d+ (?:min|h|d)/);
      const left = (await page.locator("#rows .finding .column-deadline time").allTextContents()).slice(0, 5);
      assert.deepEqual(left, [...left].sort());
    }));

  itThoroughly("are filtered by one verdict, by two, and by none again", () =>
    withPage(async ({ page }) => {
      const pill = (name: string) => page.locator(`.pill[data-verdict=${name}]`);
      await pill("denied").click();
      assert.equal(await pill("denied").getAttribute("aria-pressed"), "true");
      assert.equal(
        await shownCount(page),
        countOf(({ verdict }) => verdict === "denied"),
      );
      assert.ok((await fieldTexts(page, "verdict")).every((text) => text === "denied"));
      await pill("match").click();
      assert.equal(
        await shownCount(page),
        countOf(({ verdict }) => verdict === "denied" || verdict === "match"),
      );
      await page.getByRole("button", { name: "Clear all filters" }).click();
      assert.equal(await shownCount(page), 120);
    }),
  );

  it("are filtered by words, account, region and action together", () =>
    withPage(async ({ page }) => {
      await page.getByLabel("Search").fill("ALICE schedulekey");
      await page.getByRole("combobox", { name: "Account", exact: true }).selectOption("111122223333");
      await page.getByRole("combobox", { name: "Region", exact: true }).selectOption("eu-west-1");
      await page.getByRole("combobox", { name: "Action", exact: true }).selectOption("ScheduleKeyDeletion");
      const expected = countOf(
        ({ actor, region, action }) =>
          actor?.arn?.endsWith("user/alice") === true && region === "eu-west-1" && action === "ScheduleKeyDeletion",
      );
      assert.ok(expected > 0);
      await page.waitForFunction(
        (wanted) => document.querySelector("#status")?.textContent === wanted,
        `${expected} of 120 findings`,
      );
      await page.getByLabel("Search").fill("no such words");
      await page.getByText("No finding passes all the filters.").waitFor();
      assert.equal(await page.locator("#rows .finding").count(), 0);
    }));

  itThoroughly("are filtered by an actor, key, account or exception with a click or Enter", () =>
    withPage(async ({ page }) => {
      for (const facet of ["actor", "key", "account", "exception"]) {
        const bar = page.locator(`#top-${facet} .top`).first();
        const expected = Number((/^\d+/.exec((await bar.locator(".top-count").textContent()) ?? "") ?? ["0"])[0]);
        await bar.focus();
        await page.keyboard.press("Enter");
        assert.equal(await shownCount(page), expected, facet);
        // The bar still exists, has the focus, and removes the filter.
        assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-pressed")), "true");
        await page.keyboard.press("Enter");
        assert.equal(await shownCount(page), 120);
      }
    }),
  );

  itThoroughly("are counted in each list by the other filters, so that there is more to choose", () =>
    withPage(async ({ page }) => {
      const before = await page.locator("#top-account .top-name").allTextContents();
      await page.locator("#top-account .top").first().click();
      assert.deepEqual(await page.locator("#top-account .top-name").allTextContents(), before);
      const actors = await page.locator("#top-actor .top").count();
      await page
        .locator("#top-actor")
        .getByRole("button", { name: /^Show more/ })
        .click();
      assert.ok((await page.locator("#top-actor .top").count()) > actors);
    }),
  );

  it("are sorted by every column, in both directions", () =>
    withPage(async ({ page }) => {
      await page.locator(".pill[data-verdict=match]").click();
      await page.locator(".pill[data-verdict=denied]").click();
      for (const column of few(["time", "action", "deadline", "state", "key", "actor", "account"], 3)) {
        const head = page.locator(`#heads .column-${column}`);
        for (const direction of ["first", "second"]) {
          await head.getByRole("button").click();
          const order = await head.getAttribute("aria-sort");
          assert.ok(order === "ascending" || order === "descending");
          assert.equal(await page.locator("#heads [aria-sort]").count(), 1);
          await assertSorted(page, column, order, `${column}, ${direction}`);
        }
      }
    }));

  itThoroughly("are sorted by orders without a column too, and by urgency again", () =>
    withPage(async ({ page }) => {
      const first = await fieldTexts(page, "key");
      for (const column of ["verdict", "region", "place"]) {
        await page.getByLabel("Sort by").selectOption(column);
        assert.equal(await page.locator("#heads [aria-sort]").count(), 0);
        await assertSorted(page, column, "ascending", column);
        await page.getByLabel("Order").selectOption("descending");
        await assertSorted(page, column, "descending", column);
      }
      await page.getByLabel("Sort by").selectOption("urgency");
      await page.getByLabel("Order").selectOption("ascending");
      assert.deepEqual(await fieldTexts(page, "key"), first);
      assert.equal(new URL(page.url()).hash, "");
    }),
  );

  itThoroughly("are paged", () =>
    withPage(async ({ page }) => {
      await page.getByRole("columnheader", { name: "Time (UTC)" }).getByRole("button").click();
      const first = await fieldTexts(page, "time");
      assert.deepEqual(first, [...first].sort().reverse(), "the newest first");
      await page.getByRole("button", { name: "Next" }).click();
      const second = await fieldTexts(page, "time");
      assert.ok((second[0] ?? "") <= (first[49] ?? ""));
      await page.getByRole("button", { name: "Last page" }).click();
      assert.equal(await page.locator("#page").textContent(), "Page 3 of 3");
      assert.equal((await fieldTexts(page, "time")).length, 20);
      assert.equal(await page.getByRole("button", { name: "Next" }).getAttribute("aria-disabled"), "true");
      await page.getByRole("button", { name: "Next" }).click({ force: true });
      assert.equal(await page.locator("#page").textContent(), "Page 3 of 3");
      await page.getByRole("button", { name: "First page" }).click();
      assert.deepEqual(await fieldTexts(page, "time"), first);
    }),
  );

  it("open to their guide and close again, by mouse and keyboard", () =>
    withPage(async ({ page }) => {
      await page.getByRole("columnheader", { name: "Time (UTC)" }).getByRole("button").click();
      const toggle = page.locator(".open").nth(2);
      assert.equal(await toggle.getAttribute("aria-expanded"), "false");
      await toggle.focus();
      await page.keyboard.press("Enter");
      assert.equal(await toggle.getAttribute("aria-expanded"), "true");
      const guide = page.locator(`#${(await toggle.getAttribute("aria-controls")) ?? "?"}`);
      assert.equal(await guide.count(), 1);
      const newest = [...REPORT.findings].reverse()[2];
      const text = (await guide.textContent()) ?? "";
      for (const part of [newest?.key?.arn, newest?.actor?.arn, `${newest?.file}:1`, newest?.path]) {
        assert.ok(text.includes(part ?? "?"), part);
      }
      // An open row stays open when the order changes.
      await page.getByRole("columnheader", { name: "Time (UTC)" }).getByRole("button").click();
      await page.getByRole("columnheader", { name: "Time (UTC)" }).getByRole("button").click();
      assert.equal(await page.locator(".guide-row").count(), 1);
      await page.locator("#rows .finding").nth(2).locator(".column-account").click();
      assert.equal(await page.locator(".guide-row").count(), 0);
    }));

  itThoroughly("distinguish actors of the same name in two accounts, in lists, rows and filters", async () => {
    const [finding] = REPORT.findings;
    assert.ok(finding);
    const accounts = ["111122223333", "444455556666"];
    const findings = accounts.map((account) => ({
      ...finding,
      id: account,
      actor: { type: "IAMUser", arn: `arn:aws:iam::${account}:user/alice` },
    }));
    const open = await openReport(browser, reportOf(findings));
    const { page } = open;
    const names = await page.locator("#top-actor .top-name").allInnerTexts();
    assert.deepEqual(
      names.map((name) => name.replaceAll(/\s+/g, " ")).sort(),
      accounts.map((account) => `user/alice ${account}`),
    );
    const cells = await page.locator("#rows .column-actor .cell").allInnerTexts();
    assert.deepEqual(
      cells.sort(),
      accounts.map((account) => `user/alice\nof account ${account}`),
    );
    await page.locator("#top-actor .top").last().click();
    assert.match(await page.locator("#chips").innerText(), /actor: user\/alice of \d{12}/);
    await open.close();
  });

  itThoroughly("copy their commands to the clipboard", async () => {
    const open = await openReport(browser, REPORT, { permissions: ["clipboard-read", "clipboard-write"] });
    const { page } = open;
    await page.locator(".open").first().click();
    const code = page.locator(".guide .code").first();
    await code.getByRole("button").click();
    await page.getByText("Copied", { exact: true }).first().waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await code.locator("code").textContent());
    assert.match(copied, /^aws /);
    await open.close();
  });

  itThoroughly("keep the filters in the address", async () => {
    let address = "";
    await withPage(async ({ page }) => {
      await page.locator(".pill[data-verdict=match]").click();
      await page.getByLabel("Search").fill("alice");
      await page.locator("#heads .column-key .sort").click();
      await page.waitForFunction(() => location.hash.includes("q=alice"));
      address = new URL(page.url()).hash;
    });
    assert.equal(address, "#q=alice&verdict=match&sort=key");
    await withPage(
      async ({ page }) => {
        assert.equal(await page.getByLabel("Search").inputValue(), "alice");
        assert.equal(
          await shownCount(page),
          countOf(({ verdict, actor }) => verdict === "match" && actor?.arn?.includes("alice") === true),
        );
        assert.equal(await page.locator("#heads .column-key").getAttribute("aria-sort"), "ascending");
        await page.evaluate(() => {
          location.hash = "#verdict=denied&from=nonsense&page=-3&sort=what";
        });
        await page.waitForFunction(
          () => document.querySelector(".pill[data-verdict=denied]")?.getAttribute("aria-pressed") === "true",
        );
        assert.equal(
          await shownCount(page),
          countOf(({ verdict }) => verdict === "denied"),
        );
      },
      { hash: address },
    );
  });
});

/** Asserts that the non-empty texts of the field are in that order. */
async function assertSorted(page: Page, field: string, order: string, message: string): Promise<void> {
  const cells = page.locator(`#rows .finding [data-field=${field}]`);
  // A shortened text has the whole one in its title.
  const texts = await cells.evaluateAll((all) =>
    all.map(
      (one) =>
        one.querySelector("[title].value")?.getAttribute("title") ??
        one.querySelector(".value, time, .verdict")?.textContent ??
        "",
    ),
  );
  const said = texts.filter((text) => text !== "");
  assert.ok(said.length > 3, message);
  const up = [...said].sort(
    (a, b) => rank(field, a) - rank(field, b) || (RANKS[field] === undefined && a < b ? -1 : 0),
  );
  assert.deepEqual(said, order === "ascending" ? up : up.reverse(), message);
}

const RANKS: Record<string, readonly string[] | undefined> = {
  verdict: ["match", "capped", "duplicate", "suppressed", "denied"],
  state: ["pending deletion", "unknown", "disabled", "cancelled", "enabled again"],
};

function rank(field: string, text: string): number {
  return RANKS[field]?.indexOf(text) ?? 0;
}
