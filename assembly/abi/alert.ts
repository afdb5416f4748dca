/**
 * The adapter for Fluent Bit's `filter_wasm` that makes alerts: the interface is that of fluent-bit.ts, the function another. It is a module
 * of its own, so that the filters which see every record stay small.
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
 * Reads the configuration and tells what the module is, when the host has instantiated it. Alerts are rare: by the second record, when
 * fluent-bit.ts tells it, nobody looks any more. Before 4.1 Fluent Bit has an instance for each chunk, so there a line comes with each
 * chunk of alerts.
 */
export function _initialize(): void {
  configure();
  tellOrigin(directories);
}

/**
 * The alert of a record, also of one that came annotated; 0, which drops it, where it was understood and there is none in it. Of a record
 * that could not be judged there is one too.
 */
export function alert(tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32): usize {
  recycle();
  if (record == 0 || !isReadable(record, length)) return writeLostAlert(length);
  const result = alertOf(record, length);
  if (result != 0 || !(isUnread() || ranShort)) return result;
  return writeUnreadAlert(record, length, isLostNotice(record, length) ? NOTICE_REASON : reasonText());
}
