/** What was scanned, when and how, what came of it, and what the reader has to know about it. */
import { isIncomplete, nothingReadText } from "../../src/report/coverage-text.js";
import type { PackedReport } from "../../src/report/pack.js";
import type { Names } from "../../src/report/report.js";
import { differingText, moreRecords, UNREAD } from "../../src/terminal/lines.js";
import { byId, element, type Child } from "./dom.js";
import { bytesText, count, counted, shown } from "./shown.js";
import { timeText } from "./times.js";

/** As many places are listed; the others are counted. */
const MOST_PLACES = 200;

export interface Counts {
  matches: number;
  possible: number;
  /** Findings with another verdict. */
  others: number;
}

export function renderHeadline(report: PackedReport, counts: Counts): void {
  const { matches } = counts;
  const { coverage } = report;
  const nothing = nothingReadText(report);
  const title = nothing === undefined ? titleOf(counts) : "Nothing to judge";
  const records =
    coverage.events > 0 ? `in ${counted(coverage.events, "event")}` : `in ${counted(report.records, "record")}`;
  document.title = `Keyward: ${title.toLowerCase()} ${records}`;
  byId("title", HTMLElement).replaceChildren(
    element("span", { class: matches > 0 ? "title-count" : "" }, title),
    ` ${records}`,
  );
  byId("subtitle", HTMLElement).textContent =
    nothing === undefined ? subtitle(report, counts) : `${sentence(nothing)}.`;
  byId("scan", HTMLElement).append(...scanFacts(report).map(({ label, value }) => fact(label, value)));
  byId("notices", HTMLElement).append(...noticesOf(report));
  byId("version", HTMLElement).textContent = `Keyward ${report.version}`;
}

/** `3 matches`, `No matches`, `2 possible matches`. */
function titleOf({ matches, possible }: Counts): string {
  if (matches > 0 || possible === 0)
    return `${matches === 0 ? "No" : count(matches)} ${matches === 1 ? "match" : "matches"}`;
  return counted(possible, "possible match", "possible matches");
}

function subtitle(report: PackedReport, { matches, possible, others }: Counts): string {
  if (matches + possible + others === 0) {
    const nothing = "No KMS key was disabled or scheduled for deletion in what";
    return isIncomplete(report) ? `${nothing} could be read: not all of it could, see below.` : `${nothing} was read.`;
  }
  const parts: string[] = [];
  if (matches > 0) parts.push(`${counted(matches, "event")} in which a KMS key was disabled or scheduled for deletion`);
  if (possible > 0) parts.push(`${counted(possible, "event")} that may be one, at a place that Keyward does not know`);
  if (others > 0) {
    parts.push(
      `${counted(others, "event")} ${parts.length > 0 ? "that " : ""}${others === 1 ? "needs" : "need"} no alert`,
    );
  }
  const [last = "", ...before] = parts.toReversed();
  return before.length === 0 ? `${last}.` : `${before.toReversed().join(", ")}, and ${last}.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
    { label: "Events", value: eventsText(report) },
    { label: "Asked for", value: timesText(since, until) },
    { label: "Accounts", value: shown(accounts?.join(", ") ?? "all") },
    { label: "Regions", value: shown(regions?.join(", ") ?? "all") },
  ];
}

function eventsText({ coverage }: PackedReport): string {
  const { events, kms_events: ofKms, first_event: first, last_event: last } = coverage;
  const times = first === undefined || last === undefined ? [] : [timesText(first, last)];
  return [
    `${counted(events, "event")} (${count(ofKms)} of KMS)`,
    ...times,
    countedNames(coverage.accounts, "account"),
    countedNames(coverage.regions, "region"),
  ].join(", ");
}

function countedNames({ names, hasMore }: Names, noun: string): string {
  return hasMore ? `many ${noun}s` : counted(names.length, noun);
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

function noticesOf({ config_error: mistake, broken, not_listed: others = 0, coverage }: PackedReport): HTMLElement[] {
  const notices: HTMLElement[] = [];
  if (mistake !== undefined) {
    notices.push(
      notice(
        "The configuration has a mistake and was ignored: the plain rule was in force.",
        element("p", {}, shown(mistake)),
      ),
    );
  }
  const { unread, annotated, left_out } = coverage;
  if (unread.records > 0) {
    const summary = `${counted(unread.records, "record")} could not be judged, but ${unread.records === 1 ? "names" : "name"} DisableKey or ScheduleKeyDeletion. What is in ${unread.records === 1 ? "it" : "them"} is not in this report.`;
    const places = unread.first.map(({ file, line, reason, records }) =>
      place(`${file}:${line}`, `${UNREAD}: ${reason}${moreRecords(records)}`),
    );
    notices.push(list(summary, places));
  }
  if (broken.length > 0) {
    const summary = `${counted(broken.length, "place")} could not be read or judged. What is there is not in this report.`;
    const places = broken.map(({ file, line, reason }) => place(line === undefined ? file : `${file}:${line}`, reason));
    notices.push(list(summary, places));
  }
  if (left_out.length > 0) {
    const files = left_out.reduce((sum, kind) => sum + kind.files, 0);
    const kinds = left_out.map(({ kind, files: ofKind, first, advice }) =>
      place(first, `${kind}, ${counted(ofKind, "file")}: ${advice}`),
    );
    notices.push(list(`${counted(files, "file")} left out, of a kind that is not read.`, kinds));
  }
  if (annotated.differing > 0) {
    const summary = `${counted(annotated.differing, "record")} came with an annotation that says something else than the event. The event counts.`;
    const places = annotated.first.map(({ file, line, annotation, event, records }) =>
      place(`${file}:${line}`, `${differingText(annotation, event)}${moreRecords(records)}`),
    );
    notices.push(list(summary, places));
  }
  if (others > 0) {
    notices.push(
      notice(`${counted(others, "more finding")} ${others === 1 ? "is" : "are"} not in this page (--limit).`),
    );
  }
  return notices;
}

function place(where: string, text: string): HTMLElement {
  return element("li", {}, shown(where), ": ", shown(text));
}

/** A notice that opens to a list. */
function list(summary: string, items: readonly HTMLElement[]): HTMLElement {
  const visible: Child[] = items.slice(0, MOST_PLACES);
  if (items.length > MOST_PLACES) visible.push(element("li", {}, `and ${count(items.length - MOST_PLACES)} more`));
  return element("details", { class: "notice" }, element("summary", {}, summary), element("ul", {}, ...visible));
}

function notice(text: string, ...children: readonly Child[]): HTMLElement {
  return element("div", { class: "notice" }, element("p", { class: "notice-title" }, text), ...children);
}
