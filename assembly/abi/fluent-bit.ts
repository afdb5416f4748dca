/**
 * The adapter for Fluent Bit's `filter_wasm`, `event_format json`.
 *
 * The host copies tag and record in through `malloc`, NUL-terminated, and copies the answer out before it calls `free`.
 * It drops the record if the answer is 0, if it is not one JSON object, or if the filter traps.
 */
import { release } from "../bytes/arena";
import { directories } from "./config-file";
import { tellOrigin } from "./tell";

export { CONFIG_HEADER as config } from "../config/embedded";
export { check } from "./config-check";
export { _initialize, keep, malloc, tag } from "./single-record";

/** Calls of `free` until the module logs what it is; 0 once it has. */
let untilTold: i32 = 3;

/**
 * Gives a block back. A host that never calls it costs nothing.
 *
 * The third call logs once what the module is. Before 4.1 Fluent Bit has an instance for each chunk and gives back two
 * blocks only, at its end: a line for each would fill the log there, so the annotations have to tell it.
 */
export function free(block: usize): void {
  release(block);
  if (untilTold == 0) return;
  untilTold -= 1;
  if (untilTold == 0) tellOrigin(directories);
}
