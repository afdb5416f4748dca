/** What was scanned, when and how, what came of it, and what the reader has to know about it. */
import type { PackedReport } from "../../src/report/pack.js";
import { byId, element, type Child } from "./dom.js";
import { bytesText, count, counted, shown } from "./shown.js";
import { timeText } from "./times.js";

/** As many broken files are listed; the others are counted. */
const MOST_BROKEN = 200;

export function renderHeadline(report: PackedReport, matches: number, others: number): void {
  const title = `${matches === 0 ? "No" : count(matches)} ${matches === 1 ? "match" : "matches"}`;
  const records = `in ${counted(report.records, "record")}`;
  document.title = `Keyward: ${title.toLowerCase()} ${records}`;
  byId("title", HTMLElement).replaceChildren(
    element("span", { class: matches > 0 ? "title-count" : "" }, title),
    ` ${records}`,
  );
  byId("subtitle", HTMLElement).textContent = subtitle(matches, others);
  byId("scan", HTMLElement).append(...scanFacts(report).map(({ label, value }) => fact(label, value)));
  byId("notices", HTMLElement).append(...noticesOf(report));
  byId("version", HTMLElement).textContent = `Keyward ${report.version}`;
}

function subtitle(matches: number, others: number): string {
  if (matches + others === 0) return "No KMS key was disabled or scheduled for deletion in what was read.";
  const quiet = `${counted(others, "event")} ${matches > 0 ? "that " : ""}${others === 1 ? "needs" : "need"} no alert`;
  if (matches === 0) return `${quiet}.`;
  const loud = `${counted(matches, "event")} in which a KMS key was disabled or scheduled for deletion`;
  return others === 0 ? `${loud}.` : `${loud}, and ${quiet}.`;
}

function fact(label: string, value: Child): HTMLElement {
  return element("div", {}, element("dt", {}, label), element("dd", {}, value));
}

function scanFacts(report: PackedReport): { label: string; value: Child }[] {
  const { since, until, accounts, regions } = report.filters;
  const scanned = Date.parse(report.scanned_at);
  return [
    { label: "Scanned", value: Number.isNaN(scanned) ? report.scanned_at : utcText(scanned) },
    { label: "Read", value: `${counted(report.files, "file")}, ${bytesText(report.bytes)}` },
    { label: "Events of", value: timesText(since, until) },
    { label: "Accounts", value: shown(accounts?.join(", ") ?? "all") },
    { label: "Regions", value: shown(regions?.join(", ") ?? "all") },
  ];
}

function timesText(since: string | undefined, until: string | undefined): string {
  const text = (time: string): string => (Number.isNaN(Date.parse(time)) ? time : utcText(Date.parse(time)));
  if (since === undefined) return until === undefined ? "any time" : `before ${text(until)}`;
  return until === undefined ? `${text(since)} and later` : `${text(since)} to ${text(until)}`;
}

/** `2026-03-04 09:33:08 UTC`, without seconds that say nothing. */
function utcText(time: number): string {
  return `${timeText(time).replace(/:00$/, "")} UTC`;
}

function noticesOf({ config_error: mistake, broken, unlisted }: PackedReport): HTMLElement[] {
  const notices: HTMLElement[] = [];
  if (mistake !== undefined) {
    notices.push(
      notice(
        "The configuration has a mistake and was ignored: the plain rule was in force.",
        element("p", {}, shown(mistake)),
      ),
    );
  }
  if (broken.length > 0) {
    const items = broken.slice(0, MOST_BROKEN).map(({ file, line, reason }) => {
      return element("li", {}, shown(line === undefined ? file : `${file}:${line}`), ": ", shown(reason));
    });
    if (broken.length > MOST_BROKEN) items.push(element("li", {}, `and ${count(broken.length - MOST_BROKEN)} more`));
    const summary = `${counted(broken.length, "place")} could not be read or judged. What stands there is not in this report.`;
    notices.push(element("details", { class: "notice" }, element("summary", {}, summary), element("ul", {}, ...items)));
  }
  if (unlisted > 0) {
    notices.push(
      notice(
        `${counted(unlisted, "event")} more ${unlisted === 1 ? "matches" : "match"} in records with over 100 and ${unlisted === 1 ? "is" : "are"} not listed.`,
      ),
    );
  }
  return notices;
}

function notice(text: string, ...children: readonly Child[]): HTMLElement {
  return element("div", { class: "notice" }, element("p", { class: "notice-title" }, text), ...children);
}
