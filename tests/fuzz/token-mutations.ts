/** Mutations of JSON tokens and values: the result is often valid, or wrong by one token. */
import { NAMES } from "../oracle/envelopes.js";
import type { Random } from "../oracle/random.js";
import { tokensOf, valuesOf, type Token, type ValueRange } from "./json-tokens.js";
import { anywhere, replace, type Mutation } from "./mutation.js";

type OnToken = (record: Buffer, token: Token, random: Random, tokens: readonly Token[]) => Buffer;
type OnValue = (record: Buffer, value: ValueRange, random: Random, values: readonly ValueRange[]) => Buffer;

function onToken(change: OnToken): Mutation["apply"] {
  return (record, random) => {
    const tokens = tokensOf(record);
    return tokens.length === 0 ? record : change(record, random.pick(tokens), random, tokens);
  };
}

function onValue(change: OnValue): Mutation["apply"] {
  return (record, random) => {
    const values = valuesOf(record, tokensOf(record));
    return values.length === 0 ? record : change(record, random.pick(values), random, values);
  };
}

function textAt(record: Buffer, { start, end }: { start: number; end: number }): Buffer {
  return record.subarray(start, end);
}

/** Exchanges the two spans; returns the record unchanged if one contains the other. */
function swap(record: Buffer, a: { start: number; end: number }, b: { start: number; end: number }): Buffer {
  const [left, right] = a.start < b.start ? [a, b] : [b, a];
  if (left.end > right.start) return record;
  const between = record.subarray(left.end, right.start);
  return replace(record, left.start, right.end, Buffer.concat([textAt(record, right), between, textAt(record, left)]));
}

const MARKS = ["{", "}", "[", "]", ",", ":", '"', "null", "{}", "[]", '""'];
const ODD_VALUES = [
  ...["null", "true", "false", '""', "{}", "[]", '[""]', "[null]", "[[]]", "[{}]", '{"":""}', '{"a":null}', '" "'],
  ...["0", "-0", "-1", "47", "1.0", "1e5", "1E+400", "-1e-400", "18446744073709551616", "0.1e1", "9".repeat(400)],
  ...["01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "nul", "truee", "'a'", "1 2", "[1,]", '{"a":1,}', '{"a"}'],
];
/** Depths around the limits: of what is followed, and of what a byte or a stack frame counts. */
const DEPTHS = [1, 1, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 255, 257, 1000];
const SPACES = [" ", "\n", "\t", "\r", "\r\n", "  ", " ".repeat(40), "\n".repeat(9)];
const ODD_SPACES = ["\v", "\f", "\u00a0", "\u0085", "\u2028", "\ufeff", "\0", "\u001f"];

function nested(inner: Buffer, random: Random): Buffer {
  const [open, close] = random.pick([
    ["[", "]"],
    ['{"a":', "}"],
    ['{"event":', "}"],
    ['[{"":', "}]"],
    ["[0,", "]"],
    ['{"Records":[', "]}"],
  ] as const);
  const depth = random.pick(DEPTHS);
  const closed = depth + random.pick([0, 0, 0, 0, 0, 0, -1, 1]);
  return Buffer.concat([Buffer.from(open.repeat(depth)), inner, Buffer.from(close.repeat(closed))]);
}

/** Returns text as a JSON string; bytes that are not UTF-8 stay unchanged. */
export function quoted(text: Buffer): Buffer {
  const escaped = text
    .toString("latin1")
    // eslint-disable-next-line no-control-regex -- a JSON string escapes them
    .replace(/["\\\u0000-\u001f]/g, (character) => JSON.stringify(character).slice(1, -1));
  return Buffer.from(`"${escaped}"`, "latin1");
}

export const TOKEN_MUTATIONS: readonly Mutation[] = [
  { name: "a token lost", weight: 2, apply: onToken((record, { start, end }) => replace(record, start, end, "")) },
  {
    name: "a token repeated",
    weight: 2,
    apply: onToken((record, token) => replace(record, token.end, token.end, textAt(record, token))),
  },
  {
    name: "two tokens swapped",
    weight: 2,
    apply: onToken((record, token, random, tokens) => swap(record, token, random.pick(tokens))),
  },
  {
    name: "a token moved before another",
    apply: onToken((record, token, random, tokens) => {
      const { start } = random.pick(tokens);
      return replace(record, start, start, textAt(record, token));
    }),
  },
  {
    name: "a mark put in",
    apply: onToken((record, { start }, random) => replace(record, start, start, random.pick(MARKS))),
  },
  {
    name: "a string or word for another",
    weight: 3,
    apply: (record, random, stock) => {
      const tokens = tokensOf(record).filter(({ kind }) => kind !== "mark");
      if (tokens.length === 0) return record;
      const { start, end } = random.pick(tokens);
      return replace(record, start, end, stock.token(random));
    },
  },
  {
    name: "a value lost",
    apply: onValue((record, { memberStart, end }) => {
      // With the comma after it, or before it.
      const after = /^[ \t\r\n]*,/.exec(record.toString("latin1", end, end + 50))?.[0].length ?? 0;
      const before = /,[ \t\r\n]*$/.exec(record.toString("latin1", Math.max(0, memberStart - 50), memberStart));
      const from = after > 0 ? memberStart : memberStart - (before?.[0].length ?? 0);
      return replace(record, from, end + after, "");
    }),
  },
  {
    name: "a member or element doubled",
    weight: 2,
    apply: onValue((record, { memberStart, end }) =>
      replace(record, end, end, Buffer.concat([Buffer.from(","), record.subarray(memberStart, end)])),
    ),
  },
  {
    name: "a member put after another",
    weight: 2,
    apply: onValue((record, { end }, random, values) => {
      const other = random.pick(values);
      const member = record.subarray(other.memberStart, other.end);
      return replace(record, end, end, Buffer.concat([Buffer.from(","), member]));
    }),
  },
  {
    name: "two values swapped",
    weight: 2,
    apply: onValue((record, value, random, values) => swap(record, value, random.pick(values))),
  },
  {
    name: "a value for another",
    apply: onValue((record, value, random, values) =>
      replace(record, value.start, value.end, textAt(record, random.pick(values))),
    ),
  },
  {
    name: "an odd value",
    weight: 2,
    apply: onValue((record, { start, end }, random) => replace(record, start, end, random.pick(ODD_VALUES))),
  },
  {
    name: "a value of another record",
    weight: 2,
    apply: (record, random, stock) => {
      const other = stock.record(random);
      const [values, others] = [record, other].map((bytes) => valuesOf(bytes, tokensOf(bytes)));
      if (!values?.length || !others?.length) return record;
      const { start, end } = random.pick(values);
      return replace(record, start, end, textAt(other, random.pick(others)));
    },
  },
  {
    name: "a member of another record",
    weight: 2,
    apply: (record, random, stock) => {
      const other = stock.record(random);
      const [values, others] = [record, other].map((bytes) => valuesOf(bytes, tokensOf(bytes)));
      if (!values?.length || !others?.length) return record;
      const { end } = random.pick(values);
      const member = random.pick(others);
      return replace(
        record,
        end,
        end,
        Buffer.concat([Buffer.from(","), other.subarray(member.memberStart, member.end)]),
      );
    },
  },
  {
    name: "a value nested",
    weight: 2,
    apply: onValue((record, value, random) =>
      replace(record, value.start, value.end, nested(textAt(record, value), random)),
    ),
  },
  { name: "the record nested", weight: 0.5, apply: (record, random) => nested(record, random) },
  {
    name: "the record as a text in another",
    apply: (record, random) => {
      const key = random.pick([...NAMES]);
      const text = quoted(record);
      const close = random.pick(["}", "}", "}", ',"x":1}', ',"message":1}']);
      return Buffer.concat([Buffer.from(`{"${key}":`), text, Buffer.from(close)]);
    },
  },
  {
    name: "a value as a text",
    apply: onValue((record, value, random) => {
      const text = quoted(textAt(record, value));
      return replace(record, value.start, value.end, random.chance(0.2) ? quoted(text) : text);
    }),
  },
  {
    name: "a value under another name",
    apply: onValue((record, { memberStart, start }, random) =>
      memberStart === start ? record : replace(record, memberStart, start, `"${random.pick([...NAMES])}":`),
    ),
  },
  {
    name: "white space between tokens",
    apply: onToken((record, { end }, random) => replace(record, end, end, random.pick(SPACES))),
  },
  {
    name: "white space between all tokens",
    weight: 0.3,
    apply: (record, random) => {
      const space = Buffer.from(random.pick(SPACES.slice(0, 6)));
      const parts = tokensOf(record).flatMap((token) => [textAt(record, token), space]);
      return Buffer.concat(random.chance(0.5) ? [space, ...parts] : parts.slice(0, -1));
    },
  },
  {
    name: "what is no white space between tokens",
    weight: 0.3,
    apply: onToken((record, { start }, random) => replace(record, start, start, random.pick(ODD_SPACES))),
  },
  {
    name: "white space anywhere",
    weight: 0.3,
    apply: (record, random) => {
      const at = anywhere(record, random);
      return replace(record, at, at, random.pick(SPACES));
    },
  },
];
