import { isJson } from "./is-json.js";
import type { Fate, Judge } from "./judge.js";
import { namesAction } from "./names-action.js";

const TAG = Buffer.from("keyward");
const NO_TIME = { seconds: 0, nanoseconds: 0 };

/** Which of the module's filters. */
export type FilterName = "tag" | "keep";

/** What becomes of a record that is handed to a filter by itself, as a host would. */
export function judgeRecord(judge: Judge, filter: FilterName, record: Buffer): Fate {
  const { guest, module } = judge;
  return judge.judge(
    () => {
      const call = guest.call(module[filter], TAG, record, NO_TIME);
      return { ...call, unchanged: call.recordAddress, hasRoom: call.recordAddress !== 0 };
    },
    () => namesAction(record) && !isJson(record),
    (call) => {
      guest.free(call);
    },
  );
}
