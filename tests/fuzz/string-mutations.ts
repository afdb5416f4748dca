/** Mutations inside strings: valid and broken escapes, surrogates, long text, and texts that contain JSON. */
import type { Random } from "../oracle/random.js";
import { tokensOf, type Token } from "./json-tokens.js";
import { replace, type Mutation } from "./mutation.js";
import { quoted } from "./token-mutations.js";

type OnString = (inside: Buffer, random: Random) => Uint8Array | string;

/** Changes the inside of some string, keys included. */
function onString(change: OnString): Mutation["apply"] {
  return (record, random) => {
    const strings = tokensOf(record).filter(({ kind, start, end }) => kind === "string" && end > start + 1);
    if (strings.length === 0) return record;
    const { start, end } = random.pick(strings);
    return replace(record, start + 1, end - 1, change(record.subarray(start + 1, end - 1), random));
  };
}

/** Returns `\u` and four digits, in either case. */
function escaped(unit: number, random: Random): string {
  const digits = unit.toString(16).padStart(4, "0");
  return `\\u${random.chance(0.5) ? digits : digits.toUpperCase()}`;
}

/** Returns an offset in a string that is not inside an escape. */
function between(inside: Buffer, random: Random): number {
  const goal = random.below(inside.length + 1);
  let at = 0;
  while (at < goal) at += inside[at] === 0x5c ? (inside[at + 1] === 0x75 ? 6 : 2) : 1;
  return Math.min(at, inside.length);
}

const BROKEN = [
  "\\",
  "\\u",
  "\\u0",
  "\\u00g0",
  "\\x41",
  "\\ ",
  "\\u 041",
  "\\U0041",
  "\\'",
  "\\0",
  "\\ud83",
  "\\u{41}",
];
const SURROGATES = [
  "\\ud800",
  "\\udc00",
  "\\udbff",
  "\\udfff",
  "\\ud83d\\udd11",
  "\\udd11\\ud83d",
  "\\ud83d\\ud83d",
  "\\ud83dx",
  "\\ud83d\\u0041",
];
const SHORT = ['\\"', "\\\\", "\\/", "\\b", "\\f", "\\n", "\\r", "\\t", "\\u0000", "\\u007f", "\\u0022", "\\u005c"];
const LENGTHS = [7, 8, 9, 15, 16, 17, 63, 64, 65, 100, 255, 256, 500, 1023, 1024, 1025, 4096];
const FILLINGS = ["x", "\\\\", '\\"', "\\u0041", "\u00e9", "\u20ac", "\ud83d\udd11", "\\u00e9", "DisableKey", "{", "*"];
/** Bytes that are not all part of a well-formed UTF-8 sequence. */
const ILL_FORMED = [
  ...[
    [0x80],
    [0xff],
    [0xc0, 0x80],
    [0xc3],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x9f, 0x94],
    [0xf4, 0x90, 0x80, 0x80],
  ],
  ...[
    [0xe2, 0x82, 0x41],
    [0xe2, 0xe2, 0x82, 0xac],
    [0xf5, 0x80, 0x80, 0x80],
  ],
].map((bytes) => Buffer.from(bytes));
/** What comes before or after the JSON in strings of logs, in escaped form, and what only looks like it. */
const AROUND = [
  ...[
    "INFO ",
    "<14>1 - ",
    "2024-05-01T00:00:00Z stdout F ",
    " ",
    "\\n",
    "x",
    "[",
    "{",
    "}",
    "{}",
    "[]",
    "[1] ",
    ",",
    "\\u00a0",
  ],
  ...['{\\"a\\":1}\\n', '\\n{\\"eventName\\":\\"DisableKey\\"}', "{broken} ", "DisableKey", "\u2028", "\\u0000"],
];
/** A string that may hold JSON, after any prefix. */
const WITH_TEXT = /^"[^"{[]*[[{]/;

export const STRING_MUTATIONS: readonly Mutation[] = [
  {
    name: "a character as an escape",
    weight: 3,
    apply: onString((inside, random) => {
      const at = between(inside, random);
      const byte = inside[at];
      if (byte === undefined || byte >= 0x80 || byte === 0x5c) return inside;
      return replace(inside, at, at + 1, escaped(byte, random));
    }),
  },
  {
    name: "all of a string as escapes",
    weight: 2,
    apply: onString((inside, random) => {
      const share = random.pick([1, 1, 0.5, 0.1]);
      const text = inside.toString();
      if (text.includes("\\")) return inside;
      return Array.from(text)
        .flatMap((character) =>
          random.chance(share)
            ? Array.from({ length: character.length }, (_, unit) => escaped(character.charCodeAt(unit), random))
            : character,
        )
        .join("");
    }),
  },
  {
    name: "escapes in all strings",
    weight: 0.7,
    apply: (record, random) => {
      const share = random.pick([0.02, 0.1, 1]);
      const parts: Buffer[] = [];
      let from = 0;
      for (const { kind, start, end } of tokensOf(record)) {
        const text = record.toString("latin1", start + 1, end - 1);
        // Only ASCII can be escaped byte by byte.
        if (kind !== "string" || !/^[\x20-\x7e]*$/.test(text) || text.includes("\\")) continue;
        const changed = text.replace(/./g, (one) => (random.chance(share) ? escaped(one.charCodeAt(0), random) : one));
        parts.push(record.subarray(from, start + 1), Buffer.from(changed));
        from = end - 1;
      }
      return Buffer.concat([...parts, record.subarray(from)]);
    },
  },
  ...(
    [
      ["a broken escape", 1, BROKEN],
      ["surrogates", 2, SURROGATES],
      ["an escape put in", 1, SHORT],
    ] as const
  ).map(([name, weight, texts]): Mutation => ({
    name,
    weight,
    apply: onString((inside, random) => {
      const at = between(inside, random);
      return replace(inside, at, at, random.pick(texts));
    }),
  })),
  {
    name: "an escape cut into",
    apply: onString((inside, random) => {
      const slashes = [...inside.keys()].filter((index) => inside[index] === 0x5c);
      if (slashes.length === 0) return inside;
      const at = random.pick(slashes) + random.below(6);
      return replace(inside, at, Math.min(inside.length, at + 1), random.pick(["", "g", '"', "\\", "\0"]));
    }),
  },
  {
    name: "backslashes doubled",
    weight: 0.5,
    apply: onString((inside) => Buffer.from(inside.toString("latin1").replaceAll("\\", "\\\\"), "latin1")),
  },
  {
    name: "the case of a letter changed",
    apply: onString((inside, random) => {
      const changed = Buffer.from(inside);
      const at = random.below(inside.length);
      if (/[a-zA-Z]/.test(String.fromCharCode(inside[at] ?? 0))) changed[at] = (inside[at] as number) ^ 0x20;
      return changed;
    }),
  },
  {
    name: "bytes that are no UTF-8",
    weight: 1.5,
    apply: onString((inside, random) => {
      const at = between(inside, random);
      return replace(inside, at, at, random.pick(ILL_FORMED));
    }),
  },
  {
    name: "something around a text",
    weight: 1.5,
    apply: (record, random) => {
      const texts = stringsWithText(record);
      if (texts.length === 0) return record;
      const { start, end } = random.pick(texts);
      const at = random.chance(0.5) ? start + 1 : end - 1;
      return replace(record, at, at, random.pick(AROUND));
    },
  },
  {
    name: "a long string",
    weight: 0.7,
    apply: onString((inside, random) => {
      const filling = random.pick(FILLINGS);
      const length = random.chance(0.01) ? 70_000 + random.below(70_000) : random.pick(LENGTHS);
      const at = between(inside, random);
      return replace(inside, at, at, filling.repeat(Math.ceil(length / filling.length)));
    }),
  },
  {
    name: "a string cut off",
    weight: 0.5,
    apply: onString((inside, random) => inside.subarray(0, random.below(inside.length + 1))),
  },
];

/** Applies a mutation inside a text that holds JSON: a string of the record is decoded, changed and written again. */
export function insideText(mutation: Mutation): Mutation {
  return {
    name: `${mutation.name}, in a text`,
    apply: (record, random, stock) => {
      const texts = stringsWithText(record);
      if (texts.length === 0) return record;
      const { start, end } = random.pick(texts);
      const text = decoded(record.subarray(start, end));
      if (text === undefined) return record;
      return replace(record, start, end, quoted(mutation.apply(text, random, stock)));
    },
  };
}

function stringsWithText(record: Buffer): Token[] {
  return tokensOf(record).filter(
    ({ kind, start, end }) => kind === "string" && WITH_TEXT.test(record.toString("latin1", start, end)),
  );
}

function decoded(string: Buffer): Buffer | undefined {
  try {
    return Buffer.from(JSON.parse(string.toString()) as string);
  } catch {
    return undefined;
  }
}
