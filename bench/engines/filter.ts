/** Modules with Fluent Bit's interface, record by record. */
import { Guest } from "#keyward/hosts/guest.js";
import type { RecordTime } from "#keyward/module.js";
import type { Engine } from "./engine.js";
import { filterOf, type FilterExports } from "./instance.js";

const TAG = Buffer.from("cloudtrail");
const TIME: RecordTime = { seconds: 0, nanoseconds: 0 };

/**
 * Calls the filter `functionName` of an instance like Fluent Bit: copies in tag and record through malloc, calls, reads the
 * result, frees both. A record that comes back at its own address, or as 0, does not match.
 */
export function filterEngine(name: string, exports: FilterExports, functionName: string): Engine {
  const filter = filterOf(exports, functionName);
  const guest = new Guest(exports);
  return {
    name,
    count: ({ records }) => {
      let matches = 0;
      for (const record of records) {
        const call = guest.call(filter, TAG, record, TIME);
        if (call.result !== call.recordAddress && call.result !== 0) {
          const result = guest.readString(call.result);
          if (result === undefined) throw new Error(`${name} returns an address outside its memory`);
          matches++;
        }
        guest.free(call);
      }
      return matches;
    },
  };
}
