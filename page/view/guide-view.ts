/** A finding opened: where it was found, and the guide through it. */
import type { ReportedFinding } from "../../src/report/report.js";
import { buildGuide } from "../../src/triage/build-guide.js";
import type { Block, Section } from "../../src/triage/guide.js";
import { copyButton } from "./copy.js";
import { element, type Child } from "./dom.js";
import { count, plain, shown, shownLines } from "./shown.js";

/** `now` is in milliseconds since 1970: the guide says how long is left. */
export function guideView(finding: ReportedFinding, now: number): HTMLElement {
  const { title, sections } = buildGuide(finding, now);
  // What is known stands beside what is to be done, so that the first command is in sight.
  const isToDo = ({ blocks }: Section): boolean => blocks.some(({ kind }) => kind === "command" || kind === "code");
  const known = sections.filter((section) => !isToDo(section)).map(sectionView);
  const toDo = sections.filter(isToDo).map(sectionView);
  return element(
    "div",
    { class: "guide" },
    element("h3", {}, shown(title)),
    element(
      "div",
      { class: "guide-parts" },
      element("div", {}, ...known, ...placesView(finding)),
      element("div", {}, ...toDo),
    ),
  );
}

function sectionView({ title, blocks }: Section): HTMLElement {
  return element("section", {}, element("h4", {}, title), ...blocks.flatMap(blockView));
}

function blockView(block: Block): Child[] {
  switch (block.kind) {
    case "facts":
      return [factsView(block.rows.map(({ label, value }) => ({ label, value: shown(value) })))];
    case "text":
      return [element("p", {}, shown(block.text))];
    case "command":
      return [
        element("p", { class: "why" }, shown(block.why)),
        codeView(commandView(block.command), copyButton(block.command, `Copy the command: ${plain(block.why)}`)),
      ];
    case "code":
      return [codeView(shownLines(block.text), copyButton(block.text, "Copy the block"))];
  }
}

function factsView(rows: readonly { label: string; value: Child }[]): HTMLElement {
  return element(
    "dl",
    { class: "facts" },
    ...rows.map(({ label, value }) => element("div", {}, element("dt", {}, label), element("dd", {}, value))),
  );
}

/** `text` is shown as it is copied. */
function codeView(text: Child, copy: HTMLElement): HTMLElement {
  // Reached by keyboard, so that it can be read and selected there.
  return element("div", { class: "code" }, element("pre", { tabindex: 0 }, element("code", {}, text)), copy);
}

/** A command whose options stay in one piece where its line is broken. */
function commandView(command: string): HTMLElement {
  const pieces = command.split(/(?<= )(?=--)|(?<=^.*--[\w-]+)(?= )/s);
  return element(
    "bdi",
    {},
    ...pieces.map((piece) =>
      piece.startsWith("--") ? element("span", { class: "option" }, shown(piece)) : shown(piece),
    ),
  );
}

/** Where else the event was found, if it was. */
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
