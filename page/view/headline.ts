/** What was asked, when and how, what was found, and what readers must know about it. */
import { isIncomplete, nothingReadText } from "../../src/report/coverage-text.js";
import type { Verdict } from "../../src/engine/finding.js";
import type { Names } from "../../src/report/report.js";
import type { PageData, ScanData, StatusData } from "../model/data.js";
import { groupsOf, type Key } from "../model/keys.js";
import type { Row } from "../model/row.js";
import { byId, element, type Child } from "./dom.js";
import { statesText } from "./keys-panel.js";
import { configView, noticesOf, readView } from "./read-panel.js";
import { bytesText, count, counted, shown, shownWithTimes } from "./shown.js";

interface Counts {
  matches: number;
  possible: number;
  /** Findings with another verdict. */
  others: number;
}

export function renderHeadline(data: PageData, keys: readonly Key[], rows: readonly Row[]): void {
  const counts = countsOf(rows);
  const nothing = nothingReadText(data);
  const { events } = data.coverage;
  const title = nothing === undefined ? titleOf(data, counts, keys) : "Nothing to judge";
  const where = events > 0 ? `in ${counted(events, "event")}` : `in ${counted(data.records, "record")}`;
  document.title = `Keyward: ${title.toLowerCase()} ${where}`;
  const isAlert = data.command === "scan" ? counts.matches > 0 : groupsOf(keys).open.length > 0;
  byId("title", HTMLElement).replaceChildren(
    element("span", { class: isAlert && nothing === undefined ? "title-count" : "" }, title),
    ` ${where}`,
  );
  byId("command", HTMLElement).textContent = data.command === "scan" ? "scan report" : "status of keys";
  byId("subtitle", HTMLElement).textContent =
    nothing === undefined ? subtitle(data, counts, keys) : `${sentence(nothing)}.`;
  byId("scan", HTMLElement).append(...factsOf(data).map(({ label, value }) => fact(label, value)));
  byId("abouts", HTMLElement).append(readView(data), ...configViews(data, keys, rows));
  byId("notices", HTMLElement).append(...noticesOf(data));
  byId("version", HTMLElement).textContent = `Keyward ${data.version}`;
}

function countsOf(rows: readonly Row[]): Counts {
  const withVerdict = (verdict: Verdict): number => rows.filter(({ finding }) => finding.verdict === verdict).length;
  const [matches, possible] = [withVerdict("match"), withVerdict("possible")];
  return { matches, possible, others: rows.length - matches - possible };
}

function configViews({ command, config }: PageData, keys: readonly Key[], rows: readonly Row[]): HTMLElement[] {
  if (config === undefined) return [];
  const reasons = command === "scan" ? rows.map(({ finding }) => finding) : keys;
  const counts = new Map<string, number>();
  for (const { exception } of reasons) {
    if (exception !== undefined) counts.set(exception.id, (counts.get(exception.id) ?? 0) + 1);
  }
  return [configView(config, counts, command === "scan" ? "finding" : "key")];
}

function titleOf(data: PageData, { matches, possible }: Counts, keys: readonly Key[]): string {
  if (data.command === "status") {
    const { open } = groupsOf(keys);
    return open.length === 0 ? "No key to look at" : `${counted(open.length, "key")} to look at`;
  }
  if (matches > 0 || possible === 0)
    return `${matches === 0 ? "No" : count(matches)} ${matches === 1 ? "match" : "matches"}`;
  return counted(possible, "possible match", "possible matches");
}

function subtitle(data: PageData, counts: Counts, keys: readonly Key[]): string {
  return data.command === "status" ? statusSubtitle(data, keys) : scanSubtitle(data, counts);
}

function scanSubtitle(data: ScanData, { matches, possible, others }: Counts): string {
  if (matches + possible + others === 0) {
    const nothing = "No KMS key was disabled or scheduled for deletion in what";
    return isIncomplete(data) ? `${nothing} could be read. Some of it could not: see below.` : `${nothing} was read.`;
  }
  const parts: string[] = [];
  if (matches > 0) parts.push(`In ${matches === 1 ? "it" : "each"}, a KMS key was disabled or scheduled for deletion.`);
  const more = (number: number): string => (parts.length > 0 ? `${count(number)} more` : counted(number, "event"));
  if (possible > 0) parts.push(`${more(possible)} may be one, at a path that Keyward does not know.`);
  if (others > 0) parts.push(`${more(others)} ${others === 1 ? "needs" : "need"} no alert.`);
  return parts.join(" ");
}

function statusSubtitle(data: StatusData, keys: readonly Key[]): string {
  if (keys.length > 0) return `The logs show: ${statesText(keys)}.`;
  const filtered = Object.keys(data.filters).length > 0 ? " that matches the filters" : "";
  const nothing = `No key${filtered} was disabled, deleted or scheduled for deletion in what`;
  return isIncomplete(data) ? `${nothing} could be read. Some of it could not: see below.` : `${nothing} was read.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function fact(label: string, value: Child): HTMLElement {
  return element("div", {}, element("dt", {}, label), element("dd", {}, value));
}

function factsOf(data: PageData): { label: string; value: Child }[] {
  const asked = data.command === "scan" ? scanFilters(data.filters) : statusFilters(data.filters);
  const at = data.command === "scan" ? data.scanned_at : data.now;
  const when = data.command === "scan" ? "Scanned" : data.filters.as_of === undefined ? "Written" : "As of";
  return [
    { label: when, value: shownWithTimes(withoutFraction(at)) },
    { label: "Read", value: `${counted(data.files, "file")}, ${bytesText(data.bytes)}` },
    ...(asked.length === 0 ? [{ label: "Filters", value: "none" }] : asked),
    { label: "Configuration", value: data.config === undefined ? "none: the plain rule" : configText(data.config) },
    { label: "Events", value: eventsView(data) },
  ];
}

function configText({ file, sha256 }: { file: string; sha256: string }): Child {
  return shown(`${file}, sha256 ${sha256.slice(0, 12)}…`);
}

function scanFilters({ since, until, ...lists }: ScanData["filters"]): { label: string; value: Child }[] {
  const times = timesText(since, until);
  return [...(times === undefined ? [] : [{ label: "Times", value: shownWithTimes(times) }]), ...listsOf(lists)];
}

function statusFilters({
  as_of,
  pending,
  within_seconds,
  ...lists
}: StatusData["filters"]): { label: string; value: Child }[] {
  const only = [
    as_of === undefined ? undefined : "events up to then",
    pending && "keys whose deletion is pending, or may be",
    within_seconds === undefined ? undefined : `keys with a deadline within ${durationText(within_seconds)}`,
  ].filter((text) => text !== undefined);
  return [...(only.length === 0 ? [] : [{ label: "Only", value: only.join("; ") }]), ...listsOf(lists)];
}

function durationText(seconds: number): string {
  return seconds % 86_400 === 0 ? counted(seconds / 86_400, "day") : counted(Math.round(seconds / 36) / 100, "hour");
}

/** Returns filters by values, each with its name. */
function listsOf(lists: Readonly<Record<string, readonly string[] | undefined>>): { label: string; value: Child }[] {
  return Object.entries(lists).flatMap(([name, values]) =>
    values === undefined ? [] : [{ label: sentence(name), value: shown(values.join(", ")) }],
  );
}

function eventsView({ coverage }: PageData): Child {
  const { events, kms_events: ofKms, first_event: first, last_event: last } = coverage;
  const times = first === undefined || last === undefined ? [] : [timesText(first, last) ?? ""];
  return shownWithTimes(
    [
      `${counted(events, "event")} (${count(ofKms)} of KMS)`,
      ...times,
      countedNames(coverage.accounts, "account"),
      countedNames(coverage.regions, "region"),
    ].join(", "),
  );
}

function countedNames({ names, hasMore }: Names, noun: string): string {
  return hasMore ? `many ${noun}s` : counted(names.length, noun);
}

function timesText(since: string | undefined, until: string | undefined): string | undefined {
  if (since === undefined) return until === undefined ? undefined : `before ${withoutFraction(until)}`;
  return until === undefined
    ? `${withoutFraction(since)} and later`
    : `${withoutFraction(since)} to ${withoutFraction(until)}`;
}

/** Cuts a time to the second. */
function withoutFraction(time: string): string {
  return time.replace(/\.\d+Z$/, "Z");
}
