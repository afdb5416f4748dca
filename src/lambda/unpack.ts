/** What is compressed or in an envelope of AWS's, opened. */
import { gunzipWhole } from "../input/gunzip.js";
import type { LogsMessage } from "./events.js";

/** So many bytes a piece of data opens to at most; the largest function has 10 GB. */
const MAX_BYTES = 256 * 1024 * 1024;
const NEWLINE = 0x0a;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Throws an Error, with a reason for a person, where it is broken or opens to too much. */
export function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipWhole(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new Error(`the gzip cannot be opened (${(error as Error).message})`, { cause: error });
  }
}

/** The message of CloudWatch Logs that this is; undefined for anything else. */
export function readLogsMessage(bytes: Buffer): LogsMessage | undefined {
  // Most records are not, and all of them would be parsed.
  if (!bytes.includes('"logEvents"') || !bytes.includes('"messageType"')) return undefined;
  try {
    const message = JSON.parse(bytes.toString()) as Partial<LogsMessage>;
    return typeof message.messageType === "string" && Array.isArray(message.logEvents)
      ? (message as LogsMessage)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The events of a log, one a line. */
export function logLines({ logEvents }: LogsMessage): string {
  return logEvents.map(({ message }) => (message.endsWith("\n") ? message : `${message}\n`)).join("");
}

/** The bytes with a newline at their end: Firehose writes none between records. */
export function withNewline(bytes: Buffer): Buffer {
  return bytes.at(-1) === NEWLINE ? bytes : Buffer.concat([bytes, Buffer.of(NEWLINE)]);
}
