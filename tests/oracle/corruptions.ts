/** Ways to break a record: what a shipper may hand over, and what a parser may accept by mistake. */
import type { Random } from "./random.js";

export interface Corruption {
  name: string;
  apply: (record: Buffer, random: Random) => Buffer;
}

function list(...lines: string[]): string[] {
  return lines.join("|").split("|");
}

const NOT_NUMBERS = list(
  "01|00|-01|-|--1|+1|.5|-.5|1.|1.e5|1e|1e+|1e5.5|1.5.5|0x10|1_000|1 2|NaN|Infinity|-Infinity|1f|0b1|\u0661|0e|-e1|1E-|1.|2.e",
);
const NOT_VALUES = list(
  'undefined|True|NULL|nul|tru|falsee|nulll|\'a\'|a|`a`|{a:1}|{\'a\':1}|{"a"}|{"a":}|{:1}|{1:2}|{null:1}|{,}|[,]|[1,]|[,1]|{"a":1,}|[1 2]|',
  '{"a":1 "b":2}|{"a" 1}|{"a"::1}|[1,,2]|{"a":1,,"b":2}|[|]|{|}|"|[}|{]|[1}|{"a":1]|/* */1|1//|#|{"a":1}}|[[]|"a""b"|"a" "b"|(1)|\ufeff1|\u00a01|\u20281',
);
const NOT_ESCAPES = list(
  "\\x41|\\u12|\\u12G4|\\u 123|\\U0041|\\'|\\a|\\0|\\u|\\u{41}|\\ud83|\\u+041|\\u-041|\\v|\\e|\\\n|\\ u0041|\\u00 41",
);
const NOT_UTF8 = [
  [0x80],
  [0xbf],
  [0xc0, 0x80],
  [0xc0, 0xaf],
  [0xc1, 0xbf],
  [0xc2],
  [0xe0, 0x80, 0xaf],
  [0xe0, 0x9f, 0xbf],
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80],
  [0xed, 0xbf, 0xbf],
  [0xed, 0xa0, 0xbd, 0xed, 0xb4, 0x91],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf0, 0x8f, 0xbf, 0xbf],
  [0xf0, 0x9f, 0x94],
  [0xf0, 0x9f, 0x94, 0x41],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xfe],
  [0xff],
  [0xe2, 0x28, 0xa1],
  [0xc3, 0x28],
];
const AROUND = list(
  '}|{|]|[|,|:|x|{}|[]|"|null|0|\u0000|\u000b|\u000c|\u00a0|\ufeff|\u2028|\\|/|//|;|\u0000{}|\u001a| |\n|\t|\r',
  '{"a":1}|\n{"a":1}',
);
const ALONE = list(
  '| |\n|null|true|5|"x"|[]|[{}]|{|}|"|{}{}|{},{}|"DisableKey kms.amazonaws.com"|\u0000|x|{"a"|\ufeff{}|[1|{]|nan',
  '{"eventName"',
);

export const CORRUPTIONS: readonly Corruption[] = [
  { name: "truncated", apply: (record, random) => record.subarray(0, random.below(record.length)) },
  {
    name: "truncated by a few bytes",
    apply: (record, random) => record.subarray(0, Math.max(0, record.length - 1 - random.below(4))),
  },
  { name: "something after", apply: (record, random) => Buffer.concat([record, Buffer.from(random.pick(AROUND))]) },
  { name: "something before", apply: (record, random) => Buffer.concat([Buffer.from(random.pick(AROUND)), record]) },
  {
    name: "in an array",
    apply: (record, random) =>
      Buffer.concat([Buffer.from("["), record, Buffer.from(random.pick(["]", ",1]", ",{}]"]))]),
  },
  {
    name: "twice",
    apply: (record, random) => Buffer.concat([record, Buffer.from(random.pick(["", " ", ",", "\n"])), record]),
  },
  {
    name: "not JSON as a number",
    apply: (record, random) => withMember(record, `"n":${random.pick(NOT_NUMBERS)}`, random),
  },
  {
    name: "not JSON as a value",
    apply: (record, random) => withMember(record, `"n":${random.pick(NOT_VALUES)}`, random),
  },
  {
    name: "not an escape",
    apply: (record, random) =>
      withMember(
        record,
        random.chance(0.5) ? `"n":"${random.pick(NOT_ESCAPES)}"` : `"${random.pick(NOT_ESCAPES)}":1`,
        random,
      ),
  },
  {
    name: "a broken escape in some string",
    apply: (record, random) => spliceInString(record, Buffer.from(random.pick(NOT_ESCAPES)), random),
  },
  {
    name: "a control character in some string",
    apply: (record, random) => spliceInString(record, Buffer.from([random.below(0x20)]), random),
  },
  {
    name: "invalid UTF-8 in some string",
    apply: (record, random) => spliceInString(record, Buffer.from(random.pick(NOT_UTF8)), random),
  },
  {
    name: "a byte changed",
    apply: (record, random) => {
      const changed = Buffer.from(record);
      if (changed.length > 0) changed[random.below(changed.length)] = random.below(256);
      return changed;
    },
  },
  {
    name: "a byte removed",
    apply: (record, random) => splice(record, random.below(record.length), 1, Buffer.alloc(0)),
  },
  {
    name: "a mark of syntax put in",
    apply: (record, random) =>
      splice(
        record,
        random.below(record.length),
        0,
        Buffer.from(random.pick(list('{|}|[|]|,|:|"|\\|0|-|+|.|e|E| |\n|\u0000|\u007f'))),
      ),
  },
  {
    name: "a mark of syntax removed",
    apply: (record, random) => {
      const marks = [...record.keys()].filter((index) =>
        '{}[],:"\\'.includes(String.fromCharCode(record[index] as number)),
      );
      return marks.length === 0 ? record : splice(record, random.pick(marks), 1, Buffer.alloc(0));
    },
  },
  { name: "no record at all", apply: (_, random) => Buffer.from(random.pick(ALONE)) },
];

function splice(record: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([record.subarray(0, at), insert, record.subarray(at + remove)]);
}

/** Puts a member first or last in the record's top-level object. */
function withMember(record: Buffer, member: string, random: Random): Buffer {
  const open = record.indexOf("{");
  const close = record.lastIndexOf("}");
  if (open < 0 || close <= open) return record;
  const isEmpty =
    record
      .subarray(open + 1, close)
      .toString("latin1")
      .trim() === "";
  if (isEmpty || random.chance(0.5)) return splice(record, open + 1, 0, Buffer.from(isEmpty ? member : `${member},`));
  return splice(record, close, 0, Buffer.from(`,${member}`));
}

/** Inserts bytes after a quote, which half of the time opens a string. */
function spliceInString(record: Buffer, bytes: Buffer, random: Random): Buffer {
  const quotes = [...record.keys()].filter((index) => record[index] === 0x22);
  return quotes.length === 0 ? record : splice(record, random.pick(quotes) + 1, 0, bytes);
}
