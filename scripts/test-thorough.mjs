/**
 * `npm run test:thorough`: what takes too long for `npm test`. The property tests of events at random places, with ten times as
 * many records, and of the lives of keys, 2,000 for each share of lost events; both with another seed. `KEYWARD_SEED`, `KEYWARD_RECORDS` and
 * `KEYWARD_LIVES` say otherwise.
 */
import { build } from "./build.mjs";
import { runNode } from "./project.mjs";

/** So many records and lives a run, and a seed that `npm test` does not have. */
const SETTINGS = { KEYWARD_RECORDS: "200000", KEYWARD_LIVES: "6000", KEYWARD_SEED: "2026" };
const TESTS = ["elsewhere", "key-lives"].map((name) => `build/tests/differential/${name}.test.js`);

build();
process.exit(
  runNode(["--test", "--test-reporter=spec", ...TESTS], {
    ...SETTINGS,
    ...process.env,
  }),
);
