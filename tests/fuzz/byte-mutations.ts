/** Mutations without knowledge of JSON: bytes removed, duplicated, moved and changed, and two records spliced. */
import { CORRUPTIONS } from "../oracle/corruptions.js";
import { anywhere, replace, someCount, type Mutation } from "./mutation.js";

/** JSON punctuation, limits of ranges that a scanner compares with, and bytes that never occur in UTF-8. */
const ODD_BYTES = Buffer.from(
  '{}[],:"\\/ \t\n\r\0\x01\x07\x08\x0b\x0c\x1f\x20\x21\x22\x2d\x2e\x30\x39\x3a\x5b\x5d\x60\x7e\x7f\x80\xbf\xc0\xc2\xe2\xed\xef\xf0\xf4\xf5\xfe\xff',
  "latin1",
);
/** Texts that are well-formed UTF-8 as a whole, to be cut by other mutations. */
const TEXTS = [
  "\u00e9",
  "\u20ac",
  "\ud83d\udd11",
  "\ufeff",
  "\u2028",
  "\uffff",
  "\u07ff",
  "\u0800",
  "\ud7ff",
  "\ue000",
];

export const BYTE_MUTATIONS: readonly Mutation[] = [
  {
    name: "a bit flipped",
    weight: 2,
    apply: (record, random) => {
      const changed = Buffer.from(record);
      const at = random.below(record.length);
      if (record.length > 0) changed[at] = (record[at] as number) ^ (1 << random.below(8));
      return changed;
    },
  },
  {
    name: "an odd byte put in",
    weight: 2,
    apply: (record, random) => {
      const at = anywhere(record, random);
      return replace(record, at, at, Buffer.of(random.pick([...ODD_BYTES])));
    },
  },
  {
    name: "an odd byte in another's place",
    apply: (record, random) => {
      const at = random.below(record.length);
      return replace(record, at, at + 1, Buffer.of(random.pick([...ODD_BYTES])));
    },
  },
  {
    name: "text beyond ASCII put in",
    apply: (record, random) => {
      const at = anywhere(record, random);
      return replace(record, at, at, random.pick(TEXTS));
    },
  },
  {
    name: "bytes lost",
    apply: (record, random) => {
      const at = anywhere(record, random);
      return replace(record, at, Math.min(record.length, at + someCount(random)), "");
    },
  },
  {
    name: "bytes repeated",
    apply: (record, random) => {
      const at = anywhere(record, random);
      const run = record.subarray(at, at + someCount(random));
      return replace(record, at, at, Buffer.concat(Array.from({ length: someCount(random) }, () => run)));
    },
  },
  {
    name: "bytes copied to elsewhere",
    apply: (record, random) => {
      const from = anywhere(record, random);
      const to = anywhere(record, random);
      return replace(record, to, to, record.subarray(from, from + someCount(random)));
    },
  },
  {
    name: "cut off",
    weight: 2,
    apply: (record, random) => record.subarray(0, anywhere(record, random)),
  },
  {
    name: "the beginning cut off",
    weight: 0.3,
    apply: (record, random) => record.subarray(anywhere(record, random)),
  },
  {
    name: "continued by another record",
    weight: 2,
    apply: (record, random, stock) => {
      const other = stock.record(random);
      return Buffer.concat([record.subarray(0, anywhere(record, random)), other.subarray(anywhere(other, random))]);
    },
  },
  {
    name: "a stretch of another record put in",
    apply: (record, random, stock) => {
      const other = stock.record(random);
      const from = anywhere(other, random);
      const at = anywhere(record, random);
      return replace(record, at, at, other.subarray(from, from + 1 + random.below(200)));
    },
  },
  ...CORRUPTIONS.map(({ name, apply }): Mutation => ({
    name,
    apply,
    weight: name === "no record at all" ? 0.02 : 0.2,
  })),
];
