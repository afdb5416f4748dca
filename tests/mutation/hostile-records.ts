/** Records at the module's limits: deep, long, or many. */

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = `{${RAW}}`;
const REST = '"provider":"kms.amazonaws.com","outcome":"success","dataset":"aws.cloudtrail"';
const KIB = 1024;

const text = (json: string): string => JSON.stringify(json);
const nest = (open: string, inside: string, close: string, depth: number): string =>
  open.repeat(depth) + inside + close.repeat(depth);
const list = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join();
const inLogs = (json: string, levels: number): string =>
  levels === 0 ? json : `{"log":${text(inLogs(json, levels - 1))}}`;
const around = (middle: number): number[] => [middle - 1, middle, middle + 1];

const AGENT = `{"userAgent":"${"x".repeat(300 * KIB)}",${RAW}}`;
const EVENT = (index: number): string => `{${RAW},"eventID":"${index}","awsRegion":"us-east-1"}`;
const keyOf = (length: number): string =>
  `{"responseElements":{"keyId":"arn:aws:kms:a:1:key/${"k".repeat(length)}"},${RAW}}`;
const attribute = (key: string, value: string): string => `{"key":"${key}","value":${value}}`;
const inLists = (lists: number): string =>
  lists === 0 ? '{"stringValue":"DisableKey"}' : `{"arrayValue":{"values":[${inLists(lists - 1)}]}}`;
const inKeyLists = (lists: number): string =>
  lists === 0 ? '{"stringValue":"1"}' : `{"kvlistValue":{"values":[${attribute("a", inKeyLists(lists - 1))}]}}`;
const otel = (method: string, more = ""): string =>
  `{"attributes":[${attribute("rpc.service", '{"stringValue":"kms.amazonaws.com"}')},${attribute("rpc.method", method)}${more}]}`;
/** Returns errors that are blank except for their last member, or entirely. */
const blank = (members: number, last: string): string =>
  `{${RAW},"errorCode":{${list(members, (index) => `"k${index}":null`)},"a":${last}}}`;

export const HOSTILE_RECORDS: readonly Buffer[] = [
  AGENT,
  `${AGENT}${" ".repeat(100 * KIB)}`,
  `{"log":${text(AGENT)}}`,
  ...[1, 2, 3, 4, 5].map((levels) => inLogs(MATCH, levels)),
  ...around(16).map((steps) => nest('{"event":', MATCH, "}", steps)),
  ...around(100).flatMap((count) => [
    `{"Records":[${list(count, EVENT)}]}`,
    `{"Records":[${list(count, (index) => `{"body":${text(EVENT(index))}}`)}]}`,
  ]),
  `[${list(300, EVENT)}]`,
  ...around(2048).map((length) => keyOf(length - "arn:aws:kms:a:1:key/".length)),
  ...[...around(31), ...around(32), ...around(64), ...around(512), 40_000].flatMap((depth) => [
    `{"a":${nest("[", "", "]", depth)},${RAW}}`,
    `{"a":${nest('{"a":', "1", "}", depth)},${RAW}}`,
    `{"a":${nest('[{"a":', "1", "}]", depth)},${RAW}}`,
    `{${RAW},"errorCode":${nest('{"a":', "null", "}", depth)}}`,
    `{"event":${nest("[", `{${REST},"action":"DisableKey"}`, "]", depth)}}`,
    `{"x":${nest('[{"a":', "1", "}]", depth)}]${RAW}}`,
    `{"x":${nest("[", "", "]", depth)}`,
  ]),
  ...[...around(8), ...around(4)].flatMap((lists) => [
    otel(inLists(lists)),
    otel('{"stringValue":"DisableKey"}', `,${attribute("a", inKeyLists(lists))}`),
  ]),
  ...[1, 60, 100, 110, 120, 200].flatMap((members) => [blank(members, "null"), blank(members, "0")]),
  ...[1, 60, 100, 110, 200].map((members) => blank(members, 'null,"k1":1,"k1":null')),
  `{"Records":[{"body":${text(MATCH)}},{"body":${text(`${MATCH}}`)}},{"body":${text(MATCH)}}]}`,
  `{"resourceLogs":[${list(30, () => `{"scopeLogs":[${list(30, () => '{"logRecords":[{}]}')}]}`)},{"scopeLogs":[{"logRecords":[${otel('{"stringValue":"DisableKey"}')}]}]}]}`,
  `{"${"event.".repeat(1000)}action":"x",${RAW}}`,
  `{"x":"${"\\\\".repeat(50_000)}","y":"${"\\u0044isableKey".repeat(1000)}",${RAW}}`,
  `{"log":"${"\\u005c".repeat(20_000)}","x":"DisableKey"}`,
  `{${" \n".repeat(10_000)}${RAW}}`,
].map((record) => Buffer.from(record));
