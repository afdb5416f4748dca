/**
 * `npm run test:thorough`: what takes too long for `npm test`. The property test of events at random places, with ten times as many
 * records and another seed. `KEYWARD_SEED` and `KEYWARD_RECORDS` say otherwise.
 */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

/** So many records a run, and a seed that `npm test` does not have. */
const SETTINGS = { KEYWARD_RECORDS: "200000", KEYWARD_SEED: "2026" };

build();
process.exit(
  runNode(["--test", "--test-reporter=spec", "build/tests/differential/elsewhere.test.js"], {
    ...SETTINGS,
    ...process.env,
  }),
);
