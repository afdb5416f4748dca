/** The records for every host, each with the oracle's judgement. */
import type { TestContext } from "node:test";
import { Configured } from "../oracle/config/configured.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { readConfig } from "../oracle/config/read-config.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { actionsAndFew, cloudTrailLines } from "../oracle/project.js";
import { judge, type Judgement } from "../oracle/rule.js";
import { runSeed, runSettings } from "../settings.js";

/** A record, and what a host must make of it. */
export interface Case {
  /** How to find or reproduce it. */
  where: string;
  bytes: Uint8Array;
  judgement: Judgement;
}

type IsUsable = (record: Uint8Array) => boolean;
const isAny: IsUsable = () => true;

export function caseOf(where: string, bytes: Uint8Array | string, policy?: Configured): Case {
  const record = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  return { where, bytes: record, judgement: judge(record, policy) };
}

/** Returns the real events, some of them in `npm test`; undefined, with the test skipped, if they are not available. */
export function realCases(t: TestContext): Case[] | undefined {
  const lines = cloudTrailLines(t);
  return lines && actionsAndFew(lines, 400).map(({ where, bytes }) => caseOf(where, bytes));
}

let generated: { isUsable: IsUsable; cases: Case[] } | undefined;

/**
 * Returns generated records, alternately without and with envelopes; `isUsable` decides which of them the host can take. The
 * result is the same for every engine in a test file, as long as the function is the same.
 */
export function generatedCases(isUsable: IsUsable = isAny): readonly Case[] {
  if (generated?.isUsable === isUsable) return generated.cases;
  const { seed, records } = runSettings(400, 20_000);
  const cases: Case[] = [];
  for (let index = 0; cases.length < records; index++) {
    const [kind, { bytes }] =
      index % 2 === 0 ? ["record", generate(seed, index)] : ["shape", generateShape(seed, index)];
    if (isUsable(bytes)) cases.push(caseOf(`seed ${seed}, ${kind} ${index}`, bytes));
  }
  generated = { isUsable, cases };
  return cases;
}

export interface ConfiguredCases {
  config: string;
  cases: Case[];
}

/**
 * Returns generated configurations, each with its own records. Without `hasHistory` they lack the settings that depend on earlier
 * matches, which hosts with several instances reject.
 */
export function configuredCases(
  count: number,
  recordsEach: number,
  hasHistory: boolean,
  isUsable: IsUsable = isAny,
): ConfiguredCases[] {
  const seed = runSeed();
  return Array.from({ length: count }, (_, index) => {
    const { text } = generateConfig(seed, index);
    const config = hasHistory ? text : withoutHistory(text);
    const { settings, faults } = readConfig(Buffer.from(config));
    if (settings === undefined) throw new Error(`configuration ${index} is wrong: ${[...faults].join()}`);
    const policy = new Configured(settings);
    const cases: Case[] = [];
    for (let at = index * recordsEach; cases.length < recordsEach; at++) {
      const { bytes } = generateRecord(seed, at);
      if (isUsable(bytes)) cases.push(caseOf(`seed ${seed}, configuration ${index}, record ${at}`, bytes, policy));
    }
    return { config, cases };
  });
}

function withoutHistory(text: string): string {
  const config = JSON.parse(text) as Record<string, unknown>;
  for (const setting of ["duplicates", "cap", "escalate"]) Reflect.deleteProperty(config, setting);
  return JSON.stringify(config);
}

/** Returns a match of this size, and its near miss: the same with another API name of equal length. */
export function sizedCases(size: number): [match: Case, nearMiss: Case] {
  const event = (name: string): string => {
    const head = `{"eventSource":"kms.amazonaws.com","eventName":"${name}","requestParameters":{"description":"`;
    return `${head}${"x".repeat(size - head.length - 3)}"}}`;
  };
  return [
    caseOf(`a match of ${size} bytes`, event("DisableKey")),
    caseOf(`a near miss of ${size}`, event("EnableKeys")),
  ];
}

export const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';

/** What is not a JSON object, or only nearly one. */
export const ODD_RECORDS: readonly string[] = [
  "",
  " ",
  "\n",
  "\0",
  "null",
  "DisableKey",
  '"kms.amazonaws.com DisableKey"',
  "[]",
  `[${MATCH}]`,
  `${MATCH}x`,
  `${MATCH}\0`,
  MATCH.slice(0, -1),
  `\ufeff${MATCH}`,
  `${MATCH}\n${MATCH}`,
  ` \r\n${MATCH}\t `,
  "\xff\xfe",
];
