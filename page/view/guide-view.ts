/** An open finding: where it was found, and its guide. */
import type { ReportedFinding } from "../../src/report/report.js";
import type { KeyStatus } from "../../src/keys/key-status.js";
import { buildGuide } from "../../src/triage/build-guide.js";
import type { Block, Section } from "../../src/triage/guide.js";
import { KNOWN } from "../../src/triage/sections/known.js";
import { TIME_LEFT } from "../../src/triage/sections/time-left.js";
import { UNDO } from "../../src/triage/sections/undo.js";
import { copyButton } from "./copy.js";
import { element, type Child } from "./dom.js";
import { factsView } from "./facts.js";
import { count, plain, shown, shownLines, shownWithTimes } from "./shown.js";

/** The sections that come first, in order. */
const FIRST: readonly string[] = [TIME_LEFT, KNOWN, UNDO];

/**
 * Shows the guide in one column, top to bottom: the time left, what is known and how to undo it come first. `status`: what the
 * logs say about the key, if they were read for that; `now`: milliseconds since 1970.
 */
export function guideView(finding: ReportedFinding, now: number, status: KeyStatus | undefined): HTMLElement {
  const { title, sections } = buildGuide(finding, now, status);
  const first = sections.filter((section) => FIRST.includes(section.title)).sort(byFirst);
  const others = sections.filter((section) => !FIRST.includes(section.title));
  return element(
    "div",
    { class: "guide" },
    element("h3", {}, shownWithTimes(title)),
    ...[...first, ...others].map(sectionView),
    ...placesView(finding),
  );
}

function byFirst(one: Section, other: Section): number {
  return FIRST.indexOf(one.title) - FIRST.indexOf(other.title);
}

function sectionView({ title, blocks }: Section): HTMLElement {
  return element("section", {}, element("h4", {}, title), ...blocks.flatMap(blockView));
}

function blockView(block: Block): Child[] {
  switch (block.kind) {
    case "facts":
      return [factsView(block.rows.map(({ label, value }) => ({ label, value: shownWithTimes(value) })))];
    case "text":
      return [element("p", {}, shownWithTimes(block.text))];
    case "command":
      return [
        element("p", { class: "why" }, shown(block.why)),
        codeView(commandView(block.command), copyButton(block.command, `Copy the command: ${plain(block.why)}`)),
      ];
    case "code":
      return [codeView(shownLines(block.text), copyButton(block.text, "Copy the block"))];
  }
}

/** `text` is shown as it is copied. */
export function codeView(text: Child, copy: HTMLElement): HTMLElement {
  // Reachable by keyboard, to read and select it.
  return element("div", { class: "code" }, element("pre", { tabindex: 0 }, element("code", {}, text)), copy);
}

/** Shows a command; line breaks do not split its options. */
export function commandView(command: string): HTMLElement {
  const pieces = command.split(/(?<= )(?=--)|(?<=^.*--[\w-]+)(?= )/s);
  return element(
    "bdi",
    {},
    ...pieces.map((piece) =>
      piece.startsWith("--") ? element("span", { class: "option" }, shown(piece)) : shown(piece),
    ),
  );
}

/** Shows other locations of the event, if any. */
function placesView({ file, line, seen, also }: ReportedFinding): HTMLElement[] {
  if (seen <= 1) return [];
  const places = [{ file, line }, ...also].map((place) => ({
    label: "at",
    value: shown(`${place.file}:${place.line}`),
  }));
  const more = seen - places.length;
  const rest = more > 0 ? [{ label: "and", value: `${count(more)} more` }] : [];
  return [element("section", {}, element("h4", {}, `Found ${count(seen)} times`), factsView([...places, ...rest]))];
}
