/**
 * The adapter for Fluent Bit's `filter_wasm` that makes alerts: the interface of fluent-bit.ts with another function.
 * It is a module of its own, so that the filters which see every record stay small.
 */
import { isReadable, ranShort, recycle } from "../bytes/arena";
import { alertOf, isLostNotice } from "../alert/alert";
import { isUnread } from "../pipeline";
import { configure, directories } from "./config-file";
import { reasonText } from "./lost";
import { NOTICE_REASON, writeLostAlert, writeUnreadAlert } from "./notices";
import { tellOrigin } from "./tell";

export { CONFIG_HEADER as config } from "../config/embedded";
export { free, malloc } from "./single-record";

/**
 * Reads the configuration and logs what the module is, once the host has instantiated it. Alerts are rare: the second
 * record, at which fluent-bit.ts logs it, may come too late for anyone to look. Before 4.1 Fluent Bit has an instance
 * for each chunk, so there a line comes with each chunk of alerts.
 */
export function _initialize(): void {
  configure();
  tellOrigin(directories);
}

/**
 * Returns the alert of a record, annotated or not; an alert, too, if the record could not be judged; 0, which drops the
 * record, if it was understood and has none. The result is NUL-terminated and good until the next call.
 */
export function alert(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  recycle();
  if (record == 0 || !isReadable(record, length)) return writeLostAlert(length);
  const result = alertOf(record, length);
  if (result != 0 || !(isUnread() || ranShort)) return result;
  return writeUnreadAlert(record, length, isLostNotice(record, length) ? NOTICE_REASON : reasonText());
}
