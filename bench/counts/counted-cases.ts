/** The cases to count. */
import { readFileSync } from "node:fs";
import { embedConfig } from "#keyward/config/embed.js";
import { manyExceptions } from "../cases/configuration.js";
import { invictus } from "../cases/invictus.js";
import { sizedRecord, SIZES } from "../cases/sizes.js";
import { kmsHeavy, mixed, onlyMatches } from "../cases/streams.js";
import { MODULE_PATH } from "../project.js";
import type { CountedCase } from "./count-case.js";

const QUIET_RECORDS = 2000;
const MATCHING_RECORDS = 500;
const RATE_RECORDS = 2000;
const EXCEPTIONS = 200;

/** Shares of matches in a stream. */
export const RATES: readonly number[] = [0, 0.001, 0.01, 0.1, 1];

/** Returns the cases of the table, in order; without the invictus events if they are not available. */
export function tableCases(): CountedCase[] {
  const binary = readFileSync(MODULE_PATH);
  const configured = embedConfig(MODULE_PATH, binary, manyExceptions(EXCEPTIONS));
  const quiet = kmsHeavy(QUIET_RECORDS);
  const real = invictus();
  return [
    ...(real === undefined ? [] : [{ name: "invictus", binary, filter: "tag" as const, benchCase: real }]),
    { name: "kms-heavy", binary, filter: "tag", benchCase: quiet },
    { name: "kms-heavy, keep", binary, filter: "keep", benchCase: quiet },
    { name: `kms-heavy, ${EXCEPTIONS} exceptions`, binary: configured, filter: "tag", benchCase: quiet },
    { name: "matches", binary, filter: "tag", benchCase: onlyMatches(MATCHING_RECORDS) },
  ];
}

/** Returns one record in every size: `size 256, no match` to `size 1048576, match`. */
export function sizeCases(): CountedCase[] {
  const binary = readFileSync(MODULE_PATH);
  return SIZES.flatMap((size) =>
    [false, true].map((isMatch): CountedCase => {
      const name = sizeName(size, isMatch);
      const records = [sizedRecord(size, isMatch ? "DisableKey" : "ListGrants")];
      return { name, binary, filter: "tag", benchCase: { name, records, matches: isMatch ? 1 : 0 } };
    }),
  );
}

/** Returns streams with more and more matches: `rate 0` to `rate 1`. */
export function rateCases(): CountedCase[] {
  const binary = readFileSync(MODULE_PATH);
  return RATES.map((rate): CountedCase => {
    const name = rateName(rate);
    return { name, binary, filter: "tag", benchCase: mixed(name, RATE_RECORDS, Math.round(rate * RATE_RECORDS)) };
  });
}

export function sizeName(size: number, isMatch: boolean): string {
  return `size ${size}, ${isMatch ? "match" : "no match"}`;
}

export function rateName(rate: number): string {
  return `rate ${rate}`;
}
