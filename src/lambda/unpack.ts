/** Opens what is compressed or in an AWS envelope. */
import { gunzipWhole } from "../input/gunzip.js";
import type { LogsMessage } from "./events.js";
import { PROGRAMS } from "../messages/programs.js";

/** Maximum size of decompressed data; the largest function has 10 GB of memory. */
const MAX_BYTES = 256 * 1024 * 1024;
const NEWLINE = 0x0a;

/** Decompresses gzip. Throws an Error with a reason for people if it is broken or too large. */
export function gunzip(bytes: Buffer): Buffer {
  try {
    return gunzipWhole(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    throw new Error(PROGRAMS.brokenGzip((error as Error).message), { cause: error });
  }
}

/** Reads a CloudWatch Logs message; undefined for anything else. */
export function readLogsMessage(bytes: Buffer): LogsMessage | undefined {
  // Most records are none, and parsing all of them would be slow.
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

/** Returns the events of a log, one per line. */
export function logLines({ logEvents }: LogsMessage): string {
  return logEvents.map(({ message }) => (message.endsWith("\n") ? message : `${message}\n`)).join("");
}

/** Appends a newline: Firehose writes none between records. */
export function withNewline(bytes: Buffer): Buffer {
  return bytes.at(-1) === NEWLINE ? bytes : Buffer.concat([bytes, Buffer.of(NEWLINE)]);
}
