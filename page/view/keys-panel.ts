/** What can still be saved: each key that is or may be lost, most urgent first, with the commands that bring it back. */
import { isIncomplete } from "../../src/report/coverage-text.js";
import { KEY_STATES } from "../../src/keys/key-status.js";
import { scriptLines, type Undo } from "../../src/keys/undo.js";
import { formatTime } from "../../src/findings/times.js";
import type { PageData } from "../model/data.js";
import { groupsOf, mainCommand, type Key } from "../model/keys.js";
import { copyButton } from "./copy.js";
import { deadlineView } from "./deadline.js";
import { button, byId, element, opening, type Child } from "./dom.js";
import { codeView, commandView } from "./guide-view.js";
import { accountIn, count, counted, plain, shortArn, shown, shownLines, shownWithTimes } from "./shown.js";
import { timeView } from "./times.js";
import { placeView, value } from "./values.js";

const FIRST = 6;
const MORE = 50;
/** Maximum number of keys on paper. */
const PRINTED = 100;
const HEADS = ["Left", "State", "Key", "By", "To save it"] as const;

/** `now`: the time left counts from it; milliseconds since 1970. `about`: what readers must know before they read the keys. */
export function renderKeys(keys: readonly Key[], now: number, about: readonly Child[]): void {
  const { open, expected, settled } = groupsOf(keys);
  const body = byId("saved-body", HTMLElement);
  byId("saved-sum", HTMLElement).textContent = open.length === 0 ? "" : statesText(open);
  body.append(...about);
  if (keys.length > 0) body.append(groundsView(now));
  body.append(...keysView(open, "Keys that can still be saved"));
  if (expected.length > 0) body.append(folded(expected, "that an exception expects"));
  if (settled.length > 0) body.append(folded(settled, "with nothing left to save"));
  const saved = [...open, ...expected];
  if (saved.length === 0) return;
  const script = (): string => `${[...scriptLines(saved, formatTime(now))].join("\n")}\n`;
  const name = "Copy all commands, as a script to review";
  const all = opening({ class: "script" }, "All commands, as a script to review", () => [
    codeView(shownLines(script()), copyButton(script, name)),
  ]);
  body.append(all.details);
  byId("saved-all", HTMLElement).append(copyButton(script, name, { label: "Copy all commands", reveal: all.open }));
}

/** Returns what readers must know about the keys: which ones they are, and where the answer has gaps. */
export function aboutKeys(data: PageData, keys: readonly Key[]): Child[] {
  const about: Child[] = [];
  if (keys.length === 0) {
    const where = isIncomplete(data) || data.coverage.unsure.records > 0 ? "could be read" : "was read";
    about.push(element("p", {}, `No key was disabled, deleted or scheduled for deletion in what ${where}.`));
  } else if (data.command === "scan" && Object.keys(data.filters).length > 0) {
    about.push(element("p", {}, "Every key in the logs that were read, whatever the filters."));
  }
  if (data.coverage.unread.records + data.coverage.unsure.records + data.broken.length > 0) {
    about.push(
      element(
        "p",
        { class: "gap" },
        "Some records could not be read or judged (see above): they may have changed a state.",
      ),
    );
  }
  return about;
}

function groundsView(now: number): HTMLElement {
  return element(
    "p",
    { class: "grounds" },
    "States are as of the last event read of the key's account and region. Time left is counted from ",
    timeView(now),
    ". KMS can take up to a day longer than a deadline. describe-key has the date that counts, and the current state.",
  );
}

/** `2 pending deletion, 1 disabled` */
export function statesText(keys: readonly Key[]): string {
  return KEY_STATES.flatMap((state) => {
    const number = keys.filter((key) => key.state === state).length;
    return number === 0 ? [] : [`${count(number)} ${state}`];
  }).join(", ");
}

function folded(keys: readonly Key[], what: string): HTMLElement {
  const text = `${counted(keys.length, "key")} ${what}: ${statesText(keys)}`;
  return opening({ class: "more-keys" }, text, () => keysView(keys, `Keys ${what}`)).details;
}

/** Returns a table of keys, the first ones at once. */
function keysView(keys: readonly Key[], name: string): HTMLElement[] {
  if (keys.length === 0) return [];
  const rows = element("tbody", { role: "rowgroup" });
  const more = element("p", { class: "more" });
  const printed = element("p", { class: "paper" });
  let shownKeys = 0;
  const show = (number: number): void => {
    rows.append(...keys.slice(shownKeys, shownKeys + number).map(rowView));
    shownKeys = Math.min(keys.length, shownKeys + number);
    const rest = keys.length - shownKeys;
    more.hidden = rest === 0;
    more.replaceChildren(
      button(
        { class: "quiet" },
        () => {
          show(MORE);
        },
        `Show more: ${counted(rest, "key")}`,
      ),
    );
  };
  show(FIRST);
  addEventListener("beforeprint", () => {
    show(Math.max(0, PRINTED - shownKeys));
    const rest = keys.length - shownKeys;
    printed.textContent = rest === 0 ? "" : `${counted(rest, "more key")} ${rest === 1 ? "is" : "are"} not printed.`;
  });
  const heads = HEADS.map((head) => element("th", { scope: "col", role: "columnheader", class: classOf(head) }, head));
  const table = element(
    "table",
    { class: "list keys", role: "table", "aria-label": name },
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads)),
    rows,
  );
  return [table, more, printed];
}

function rowView(key: Key): HTMLElement {
  const row = element("tr", { class: "key", role: "row", "data-state": key.state });
  const cells: Record<(typeof HEADS)[number], Child[]> = {
    Left: leftView(key),
    State: stateView(key),
    Key: keyView(key),
    By: callerView(key),
    "To save it": commandsView(key, row),
  };
  row.append(
    ...HEADS.map((head) =>
      element("td", { class: classOf(head), role: "cell" }, element("div", { class: "cell" }, ...cells[head])),
    ),
  );
  return row;
}

function classOf(head: string): string {
  return `key-${head.toLowerCase().replaceAll(" ", "-")}`;
}

function leftView({ deadline, deadline_computed, seconds_left: left }: Key): Child[] {
  if (deadline === undefined || left === undefined) return [element("span", { class: "none" }, "no deadline")];
  const parts = deadlineView({ time: Date.parse(deadline), seconds_left: left });
  return deadline_computed === true ? [...parts, line("computed; the event has none")] : parts;
}

function stateView({ state, verdict, since, as_of, notes, exception }: Key): Child[] {
  const parts: Child[] = [
    element("strong", {}, verdict === undefined || verdict === "match" ? state : `${state} (${verdict})`),
  ];
  if (since !== undefined) parts.push(line("since ", shownWithTimes(since)));
  parts.push(as_of === undefined ? line("as of an unknown time") : line("as of ", shownWithTimes(as_of)));
  if (exception !== undefined) {
    parts.push(line("expected by the exception ", shown(exception.id), ": ", shown(exception.reason)));
  }
  return [...parts, ...notes.map((note) => element("p", { class: "note" }, shownWithTimes(note)))];
}

function keyView({ key, account, region }: Key): Child[] {
  const place = [account, region].filter((part) => part !== undefined).join(" ");
  return [value(key.arn ?? key.id, key.id), ...(place === "" ? [] : [line(shown(place))])];
}

/** Returns who made the call that led to the state, and its location. */
function callerView({ actor, file, line: number }: Key): Child[] {
  const name = actor?.arn ?? actor?.type ?? "";
  const account = accountIn(name);
  return [
    value(name, shortArn(name)),
    ...(account === undefined ? [] : [line("of account ", account)]),
    line(placeView({ file, line: number })),
  ];
}

function line(...children: readonly Child[]): HTMLElement {
  return element("span", { class: "below" }, ...children);
}

/** Returns the command that acts, ready to copy; all commands open in a row below the key's. */
function commandsView(key: Key, row: HTMLElement): Child[] {
  const main = mainCommand(key);
  if (main === undefined) return [element("span", { class: "none" }, "nothing")];
  let opened: HTMLElement | undefined;
  const open = (): HTMLElement => {
    if (opened !== undefined) return opened;
    opened = commandsRow(key);
    row.after(opened);
    toggle.setAttribute("aria-expanded", "true");
    return opened;
  };
  const toggle = button(
    { class: "quiet commands", "aria-expanded": "false" },
    () => {
      if (opened === undefined) {
        open();
        return;
      }
      opened.remove();
      opened = undefined;
      toggle.setAttribute("aria-expanded", "false");
    },
    "All commands",
    element("span", { class: "unseen" }, ` for key ${plain(key.key.id)}`),
  );
  const name = `Copy ${nameOf(main)} for key ${plain(key.key.id)}`;
  return [copyButton(main.command, name, { label: `Copy ${nameOf(main)}`, reveal: open }), toggle];
}

function commandsRow(key: Key): HTMLElement {
  const blocks = key.commands.flatMap(({ why, command }) => commandBlock(why, command, key));
  const cell = element("td", { colspan: HEADS.length, role: "cell" }, element("div", { class: "guide" }, ...blocks));
  return element("tr", { class: "guide-row", role: "row" }, cell);
}

function commandBlock(why: string, command: string, { key }: Key): HTMLElement[] {
  const name = `Copy the command: ${plain(why)}, key ${plain(key.id)}`;
  return [element("p", { class: "why" }, why), codeView(commandView(command), copyButton(command, name))];
}

/** `cancel-key-deletion` of `aws kms cancel-key-deletion --key-id …` */
function nameOf({ command }: Undo): string {
  return command.split(" ")[2] ?? command;
}
