/** Several machines: a failure in the middle loses no record and adds none. `npm run scale` prints the same rows as a table. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { programFor } from "../hosts/programs.js";
import { ScaleContext, SHORT_RECORDS } from "./row.js";
import { ROWS } from "./rows.js";
import { lateness } from "./table.js";

/** None takes half of this. */
const MAX_MILLISECONDS = 300_000;

describe("at scale", { concurrency: false }, () => {
  const context = new ScaleContext(SHORT_RECORDS);
  after(() => context.close());

  for (const { name, needs, run } of ROWS) {
    it(name, { timeout: MAX_MILLISECONDS }, async (t) => {
      for (const program of needs) if ((await programFor(t, program)) === undefined) return;
      const result = await run(context);
      const { records, missing, foreign, twice, takeover, broken } = result;
      t.diagnostic(
        `${records} records, ${twice} twice${takeover === undefined ? "" : `, takeover ${takeover.toFixed(1)} s`}`,
      );
      // On a busy machine this says nothing about Keyward; `npm run scale` does fail.
      const late = lateness(result);
      if (late !== undefined) t.diagnostic(late);
      assert.deepEqual({ missing, foreign, broken }, { missing: 0, foreign: 0, broken: [] });
      assert.ok(records > 0);
    });
  }
});
