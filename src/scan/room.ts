/** How much memory findings may take, so that a scan keeps no more of them than there is room for. */
import { getHeapStatistics } from "node:v8";

const MAX_BYTES = 160 * 1024 * 1024;
/** Of the heap: the same findings are in it twice for a moment, as they come from a thread, and once more as they are written. */
const SHARE = 12;

/** So many bytes of findings are kept, and as many of keys. */
export const ROOM_BYTES = Math.min(MAX_BYTES, Math.floor(getHeapStatistics().heap_size_limit / SHARE));
