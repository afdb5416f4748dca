/** The messages of the command line and of the modules, as texts with `…` for what varies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { segmentsOf } from "#keyward/config/embed.js";
import { readSections } from "#keyward/wasm-sections.js";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";
import { pageText } from "./docs.js";

/** A text, several, or a template for either. */
type Entry = string | Record<string, string> | ((...parts: string[]) => Entry);

/** An entry of the catalogue (src/messages), by the name that the sources call it. */
export interface Message {
  name: string;
  text: string;
}

export const CATALOGUE: readonly Message[] = (
  await Promise.all(filesBelow(join(PROJECT_ROOT, "src/messages")).map(entriesOf))
).flat();

async function entriesOf(file: string): Promise<Message[]> {
  const lists = (await import(`#keyward/messages/${file.replace(/ts$/, "js")}`)) as Record<
    string,
    Record<string, Entry>
  >;
  return Object.entries(lists).flatMap(([list, entries]) =>
    Object.entries(entries).flatMap(([name, entry]) =>
      textsOf(entry).map((text) => ({ name: `${list}.${name}`, text })),
    ),
  );
}

function textsOf(entry: Entry): string[] {
  if (typeof entry === "string") return [entry];
  return typeof entry === "function"
    ? textsOf(entry(...Array.from({ length: entry.length }, () => "…")))
    : Object.values(entry);
}

/** The two documents of messages. */
export const DOCUMENT = pageText("reference/errors", "reference/module-errors");

/** What is in code in the documents, as a reader sees it. */
export const DOCUMENTED: readonly string[] = [...DOCUMENT.matchAll(/`([^`]*)`/g)].map(([, code = ""]) =>
  code.replaceAll(/\s+/g, " ").replaceAll("\\|", "|"),
);

/** Returns a form of a message as a regular expression, with this for each `…`. */
export function formOf(text: string, varying: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", varying);
}

const FORM = [...CATALOGUE.map(({ text }) => text), ...DOCUMENTED]
  .filter((text) => /[a-z]{2}/.test(text) && !text.startsWith("standard "))
  .map((text) => formOf(text, ".+"))
  .join("|");
/** A message after a place, alone or with another after it; a summary ends in seconds. */
const TOLD = new RegExp(
  `^(?:.*: )?(?:${FORM}|.+, [\\d.]+ s)(?:; (?:${FORM})|; .+ says why| \\(and .+ of this file\\))?$`,
  "s",
);

/** Returns Keyward's lines on standard error that no message of the catalogue or of the documents can make. */
export function unknownLines(errors: string): string[] {
  const lines = errors.split(/^keyward: /m).slice(1);
  return lines.map((line) => line.split("\n(--help")[0]?.trimEnd() ?? "").filter((line) => !TOLD.test(line));
}

/** AssemblyScript's id of a string, which is 8 bytes before its text; its length in bytes follows. */
const STRING_ID = 2;

/** Returns the texts in the initial memory of a module: AssemblyScript has its strings there, in UTF-16. */
export function moduleTexts(path: string): string[] {
  const segments = segmentsOf(readSections(readFileSync(path)));
  const memory = Buffer.alloc(Math.max(...segments.map(({ address, bytes }) => address + bytes.length)) + 1);
  for (const { address, bytes } of segments) bytes.copy(memory, address);
  return [...memory.toString("latin1").matchAll(/[\x20-\x7e]\0/g)].flatMap(({ index }) => {
    if (index < 8 || memory.readUInt32LE(index - 8) !== STRING_ID) return [];
    return [memory.toString("utf16le", index, index + memory.readUInt32LE(index - 4))];
  });
}
