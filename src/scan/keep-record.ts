import type { GuestCall } from "../hosts/guest.js";
import { isBracketed } from "../records/glance.js";
import type { Fate, Judge } from "../records/judge.js";

const TAG = Buffer.from("keyward");
const NO_TIME = { seconds: 0, nanoseconds: 0 };

/** What becomes of a record that runs through the filter `keep`. */
export function keepRecord(judge: Judge, record: Buffer): Fate {
  const { guest, module } = judge;
  return judge.judge(
    () => {
      const call = guest.call(module.keep, TAG, record, NO_TIME);
      return { ...call, unchanged: call.recordAddress, hasRoom: call.recordAddress !== 0 };
    },
    () => isBracketed(record),
    (call: GuestCall) => {
      guest.free(call);
    },
  );
}
