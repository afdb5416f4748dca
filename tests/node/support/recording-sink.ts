import { isJson } from "#keyward/records/json-scanner.js";
import type { NotJson, Outcome, RecordPlace, RecordSink } from "#keyward/records/record-sink.js";

/**
 * A sink that notes its input: `record …` (`at PATH record …` for an element of a broken text), `broken …`, `cut off …`, `goes on
 * …`, `oversize`. What passes between them is not noted, but all bytes are kept.
 */
export class RecordingSink implements RecordSink {
  readonly notes: string[] = [];
  readonly #bytes: Buffer[] = [];

  /** Everything it was given, in order. */
  get text(): string {
    return Buffer.concat(this.#bytes).toString("latin1");
  }

  record(bytes: Buffer, { before, path }: RecordPlace): Outcome {
    if (!isJson(bytes)) return "not JSON";
    this.#add(before);
    this.#add(bytes);
    this.notes.push(`${path === "" ? "" : `at ${path} `}record ${bytes.toString()}`);
    // Like a filter that drops what asks for it.
    return bytes.includes("drop") ? "dropped" : "kept";
  }

  notJson(bytes: Buffer, { problem, goesOn }: NotJson): void {
    this.#add(bytes);
    this.notes.push(`${goesOn ? "goes on" : problem} ${bytes.toString()}`);
  }

  oversize(): void {
    this.notes.push("oversize");
  }

  pass(bytes: Buffer, isDropped = false): void {
    this.#add(bytes);
    if (isDropped) this.notes.push(`drop ${bytes.toString()}`);
  }

  #add(bytes: Buffer): void {
    this.#bytes.push(Buffer.from(bytes));
  }
}

/** Yields every relevant way to cut a text into chunks: whole, in pieces of 1 to 7 bytes, and in two at each offset. */
export function* cuts(text: string | Buffer): Generator<Buffer[]> {
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 4, 5, 6, 7, bytes.length || 1]) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    yield chunks;
  }
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}
