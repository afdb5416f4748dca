import type { CoreModule } from "../engine/core-module.js";
import { mergeLastEvents, MAX_REGIONS, type Coverage, type LastEvent, type Names } from "./coverage.js";

// Offsets in the module's totals, in bytes (assembly/survey/totals.ts, names.ts).
const EVENTS = 0;
const KMS_EVENTS = 8;
const TIMELESS = 16;
const FIRST_TIME = 24;
const LAST_TIME = 32;
const WITHOUT_EVENTS = 48;
const NOT_JSON = 56;
const ACCOUNTS = 64;
const REGIONS = ACCOUNTS + 16 + 256 * 32;

const NAMES_HAS_MORE = 4;
const NAMES_HEADER_BYTES = 16;
const NAME_BYTES = 32;
/** The last byte of a name's entry is its length. */
const NAME_LENGTH = 31;

/** Reads what a module's instance has counted since its survey started. Works after a trap too. */
export function readCoverage(module: CoreModule): Coverage {
  const memory = Buffer.from(module.memory.buffer, module.surveyed() >>> 0);
  const firstTime = memory.readDoubleLE(FIRST_TIME);
  const accounts = readNames(memory.subarray(ACCOUNTS));
  const regions = readNames(memory.subarray(REGIONS));
  return {
    events: memory.readDoubleLE(EVENTS),
    kmsEvents: memory.readDoubleLE(KMS_EVENTS),
    timeless: memory.readDoubleLE(TIMELESS),
    ...(firstTime !== Infinity && { firstTime, lastTime: memory.readDoubleLE(LAST_TIME) }),
    accounts: sorted(accounts),
    regions: sorted(regions),
    lastEvents: readLastEvents(module, accounts.names, regions.names),
    withoutEvents: memory.readDoubleLE(WITHOUT_EVENTS),
    notJson: memory.readDoubleLE(NOT_JSON),
    failures: 0,
  };
}

const STRICT = new TextDecoder("utf-8", { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    STRICT.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Decodes a name; each byte that is not UTF-8 becomes U+FFFD, as in the module. */
function decodeName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const size = [1, 2, 3, 4].find((count) => at + count <= bytes.length && isUtf8(bytes.subarray(at, at + count)));
    text += size === undefined ? "\ufffd" : bytes.toString("utf8", at, at + size);
    at += size ?? 1;
  }
  return text;
}

function readNames(table: Buffer): Names {
  const names = Array.from({ length: table.readUInt32LE(0) }, (_, index) => {
    const start = NAMES_HEADER_BYTES + index * NAME_BYTES;
    return decodeName(table.subarray(start, start + (table[start + NAME_LENGTH] ?? 0)));
  });
  return { names, hasMore: table.readUInt32LE(NAMES_HAS_MORE) !== 0 };
}

/** Returns no names if there are too many: which ones would depend on their order. */
function sorted({ names, hasMore }: Names): Names {
  return { names: hasMore ? [] : names.toSorted(), hasMore };
}

function readLastEvents(module: CoreModule, accounts: readonly string[], regions: readonly string[]): LastEvent[] {
  const times = new Float64Array(module.memory.buffer, module.lastTimes() >>> 0, accounts.length * MAX_REGIONS);
  const events = accounts.flatMap((account, row) =>
    regions.flatMap((region, column) => {
      const time = times[row * MAX_REGIONS + column] ?? -Infinity;
      return time === -Infinity ? [] : [{ account, region, time }];
    }),
  );
  return mergeLastEvents(events);
}
