/** What was read and what was not, so that no finding is overrated; and the configuration in effect. */
import { RECORDS } from "../../src/messages/records.js";
import { STATES } from "../../src/messages/states.js";
import type { Coverage, Names, ReportedConfig } from "../../src/report/report.js";
import { moreRecords } from "../../src/terminal/lines.js";
import type { PageData } from "../model/data.js";
import { element, type Child } from "./dom.js";
import { factsView } from "./facts.js";
import { count, counted, shown, shownLines, shownWithTimes } from "./shown.js";

/** Maximum number of locations listed; the rest are counted. */
const MAX_PLACES = 200;

/** Shows each number of what was read, with its names. */
export function readView(data: PageData): HTMLElement {
  const { coverage } = data;
  const rows: [label: string, value: Child | undefined][] = [
    ["events", count(coverage.events)],
    ["of AWS KMS", count(coverage.kms_events)],
    ["first event", coverage.first_event && shownWithTimes(coverage.first_event)],
    ["last event", coverage.last_event && shownWithTimes(coverage.last_event)],
    ["events without a time", count(coverage.events_without_time)],
    ["accounts", namesView(coverage.accounts)],
    ["regions", namesView(coverage.regions)],
    ["records", count(data.records)],
    ["records without an event", count(coverage.records_without_event)],
    ["not JSON", count(coverage.not_json)],
    ["annotated before", count(coverage.annotated.records)],
    ["files", count(data.files)],
    ["other files, by their names", count(coverage.other_files)],
    ["folders before the window", count(coverage.earlier_folders)],
  ];
  const known = rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
  return element("details", { class: "about" }, element("summary", {}, "What was read"), factsView(known));
}

function namesView({ names, hasMore }: Names): Child {
  return shown([...names, ...(hasMore ? ["and more"] : [])].join(", ") || "none");
}

/** Shows the configuration with its exceptions, and how many findings, or keys, each is the reason for. */
export function configView(config: ReportedConfig, counts: ReadonlyMap<string, number>, noun: string): HTMLElement {
  const { file, sha256, exceptions } = config;
  const items = exceptions.map((exception) => {
    const number = counts.get(exception.id) ?? 0;
    return element(
      "details",
      { class: "exception" },
      element(
        "summary",
        {},
        element("strong", {}, shown(exception.id)),
        ": ",
        shown(exception.reason),
        element("span", { class: "none" }, ` (${number === 0 ? `no ${noun}` : counted(number, noun)})`),
      ),
      element("pre", { tabindex: 0 }, element("code", {}, shownLines(JSON.stringify(exception, undefined, 2)))),
    );
  });
  return element(
    "details",
    { class: "about" },
    element("summary", {}, `The configuration in force: ${counted(exceptions.length, "exception")}`),
    factsView([
      { label: "file", value: shown(file) },
      { label: "sha256", value: element("code", {}, shown(sha256)) },
    ]),
    ...items,
  );
}

/** Returns notices that readers must see before they trust the findings. */
export function noticesOf(data: PageData): HTMLElement[] {
  const { broken, coverage } = data;
  const isScan = data.command === "scan";
  const notices: HTMLElement[] = [];
  if (isScan && data.config_error !== undefined) {
    notices.push(
      notice(
        "Some records were annotated with an invalid configuration: the plain rule was in force there.",
        element("p", {}, shown(data.config_error)),
      ),
    );
  }
  const { unread, unsure, annotated, left_out, failures } = coverage;
  if (unread.records > 0) {
    const names = isScan ? "DisableKey or ScheduleKeyDeletion" : "an event of a key";
    const rest = isScan ? "is not in this report" : "may have changed a state";
    const summary = `${unjudged(unread.records, names)} What is in ${them(unread.records)} ${rest}.`;
    notices.push(list(summary, placesOf(unread, isScan ? RECORDS.unread : STATES.unread)));
  }
  if (unsure.records > 0) {
    const summary = `${unjudged(unsure.records, "an event of a key")} A state may have changed in ${them(unsure.records)}.`;
    notices.push(list(summary, placesOf(unsure, STATES.unread)));
  }
  if (broken.length > 0) {
    const are = broken.length === 1 ? "is" : "are";
    const summary = `${counted(broken.length, "location")} could not be read or judged, and ${are} not in this report.`;
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
  if (failures > 0) {
    notices.push(notice("The module failed while it counted events: there are more than this page shows."));
  }
  if (annotated.differing > 0) {
    const summary = `${counted(annotated.differing, "record")} came with an annotation that contradicts the event. The event counts.`;
    const places = annotated.first.map(({ file, line, annotation, event, records }) =>
      place(`${file}:${line}`, `${RECORDS.differs(annotation, event)}${moreRecords(records)}`),
    );
    notices.push(list(summary, places));
  }
  const others = isScan ? (data.not_listed ?? 0) : 0;
  if (others > 0) {
    notices.push(
      notice(`${counted(others, "more finding")} ${others === 1 ? "is" : "are"} not in this page (--limit).`),
    );
  }
  return notices;
}

function unjudged(records: number, names: string): string {
  return `${counted(records, "record")} could not be judged, but ${records === 1 ? "names" : "name"} ${names}.`;
}

function them(records: number): string {
  return records === 1 ? "it" : "them";
}

function placesOf({ first }: Coverage["unread"], textOf: (reason: string) => string): HTMLElement[] {
  return first.map(({ file, line, reason, records }) =>
    place(`${file}:${line}`, `${textOf(reason)}${moreRecords(records)}`),
  );
}

function place(where: string, text: string): HTMLElement {
  return element("li", {}, shown(where), ": ", shown(text));
}

/** Creates a notice that opens to a list. */
function list(summary: string, items: readonly HTMLElement[]): HTMLElement {
  const visible: Child[] = items.slice(0, MAX_PLACES);
  if (items.length > MAX_PLACES) visible.push(element("li", {}, `and ${count(items.length - MAX_PLACES)} more`));
  return element("details", { class: "notice" }, element("summary", {}, summary), element("ul", {}, ...visible));
}

function notice(text: string, ...children: readonly Child[]): HTMLElement {
  return element("div", { class: "notice" }, element("p", { class: "notice-title" }, text), ...children);
}
