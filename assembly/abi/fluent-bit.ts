/**
 * The adapter for Fluent Bit's `filter_wasm`, `event_format json`.
 *
 * The host copies tag and record in through `malloc`, NUL-terminated, and copies the answer out
 * before it calls `free`. It drops the record if the answer is 0, if it is not one JSON object,
 * or if the filter traps.
 */
export { CONFIG_HEADER as config } from "../config/embedded";
export { check } from "./config-check";
export { _initialize, free, keep, malloc, tag } from "./single-record";
