import type { RecordSink } from "#keyward/records/line-splitter.js";

/** A sink that notes what it is given: `line a`, `last line a` (no newline followed), `document …`, `pass …`, `oversize`. */
export class RecordingSink implements RecordSink {
  readonly notes: string[] = [];

  line(bytes: Buffer, ended: boolean): void {
    this.notes.push(`${ended ? "" : "last "}line ${bytes.toString()}`);
  }

  document(bytes: Buffer, ended: boolean): void {
    this.notes.push(`${ended ? "" : "last "}document ${bytes.toString()}`);
  }

  oversize(): void {
    this.notes.push("oversize");
  }

  /** Passes that follow each other are one: how they are cut says nothing. */
  pass(bytes: Buffer): void {
    if (bytes.length === 0) return;
    const last = this.notes.at(-1);
    if (last?.startsWith("pass ")) this.notes[this.notes.length - 1] = last + bytes.toString();
    else this.notes.push(`pass ${bytes.toString()}`);
  }
}

/** Every way that matters of cutting a text into chunks: whole, in pieces of 1 to 7 bytes, and in two at each place. */
export function* cuts(text: string): Generator<Buffer[]> {
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 4, 5, 6, 7, bytes.length || 1]) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    yield chunks;
  }
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}
