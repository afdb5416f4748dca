/** Limits the memory for findings, so that a scan keeps no more than fit. */
import { getHeapStatistics } from "node:v8";

const MAX_BYTES = 160 * 1024 * 1024;
/** Share of the heap: for a moment findings are in it twice, when they arrive from a thread, and once more when they are written. */
const SHARE = 12;

/** Limit for the findings in bytes; the same again for keys. */
export const ROOM_BYTES = Math.min(MAX_BYTES, Math.floor(getHeapStatistics().heap_size_limit / SHARE));
