import { JsonScanner } from "./json-scanner.js";

/** From this size on a record is scanned, not parsed: a parsed value takes many times its text's memory. */
const SCAN_FROM_BYTES = 1024 * 1024;
/** So much of a record is scanned in any case: lines of plain text end there, far cheaper than with an exception. */
const START_BYTES = 64;

/** Whether bytes are one JSON text (RFC 8259); in its strings any byte from 0x80 on is taken. An array or a scalar is one too. */
export function isJson(bytes: Buffer): boolean {
  const scanner = new JsonScanner();
  if (scanner.push(bytes.subarray(0, START_BYTES)) === "broken") return false;
  if (bytes.length <= START_BYTES || bytes.length >= SCAN_FROM_BYTES) {
    scanner.push(bytes.subarray(START_BYTES));
    return scanner.finish() === "done";
  }
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
