/** Trials on a host with little memory left, or one that grows the module's memory unnoticed. */
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { embedConfig } from "#keyward/config/embed.js";
import { Guest } from "#keyward/hosts/guest.js";
import { firstPages, withMostPages } from "../fuzz/no-growth.js";
import { bound, PAGE } from "../module/little-memory.js";
import { indexes } from "./inputs.js";
import { answerOf, compiledOf, type Subject } from "./subject.js";

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const AGENT = "aws-cli/2.27.41 md/awscrt#0.26.1".repeat(6);
const MATCH = `{${RAW},"userIdentity":{"arn":"arn:aws:iam::111122223333:user/a"},"userAgent":"${AGENT}"}`;
const TAG = Buffer.from("cloudtrail");
const NO_TIME = { seconds: 0, nanoseconds: 0 };
/** More pages than these records take. */
const PAGES = 7;

const text = (json: string): string => JSON.stringify(json);
const pad = (kib: number): string => "x".repeat(kib * 1024);

/** Records that need memory in every way, among small ones that need none. */
const RECORDS = [
  MATCH,
  `{"pad":"${pad(40)}",${RAW}}`,
  `{"userAgent":"${pad(90)}",${RAW}}`,
  `{"userAgent":"${pad(250)}",${RAW}}`,
  `{"deep":${"[".repeat(90_000)}${"]".repeat(90_000)},${RAW}}`,
  `{"log":${text(`{"pad":"${pad(50)}",${RAW}}`)}}`,
  `{"log":${text(`{"log":${text(`{"pad":"${pad(20)}",${RAW}}`)}}`)}}`,
  `{"log":${text(`{"pad":"${pad(60)}",${RAW},}`)}}`,
  `{"Records":[${["1", pad(30), pad(60)].map((agent) => `{"body":${text(`{${RAW},"userAgent":"${agent}"}`)}}`).join()}]}`,
  `{"class_uid":6003,"api":{"operation":"DisableKey","service":{"name":"kms"},"response":{"data":${text(`{"pad":"${pad(40)}","keyId":"k"}`)}}}}`,
  '{"eventSource":"kms.amazonaws.com","eventName":"DisableKeyRotation"}',
].map((record) => Buffer.from(record));

/** Its patterns are shorter than what they are compared with. */
const EXCEPTION = {
  exceptions: [{ id: "a", reason: "b", when: { user_agent: ["*"], "actor.arn": ["arn:aws:*"] } }],
};
/** Its one pattern is longer than that, and met if there is memory for it. */
const LONG_PATTERN = { exceptions: [{ id: "a", reason: "b", when: { user_agent: [`${AGENT}${"*".repeat(90)}`] } }] };
const REMEMBERS = { duplicates: { window_seconds: 60 }, cap: { count: 1, period_seconds: 60 } };

/** Limited to a number of pages; with a number of bytes left after a record; with none left for a configuration. */
export function* shortOfMemory(subject: Subject): Iterable<string> {
  const first = firstPages(subject.binary);
  for (let most = first; most <= first + PAGES; most++) {
    subject.clear();
    const module = subject.start({}, compiledOf(withMostPages(subject.binary, most)));
    const host = new FluentBitHost(module, { free: most % 2 === 0 });
    for (const record of RECORDS) yield answerOf(host, record);
    yield String(module.memory.buffer.byteLength <= most * PAGE);
  }
  // A module with an embedded configuration begins with one page more, and needs no room to read one.
  const carrying = embedConfig("mutant", subject.binary, Buffer.from(JSON.stringify(EXCEPTION)));
  for (let most = first + 1; most <= first + PAGES; most++) {
    subject.clear();
    const host = new FluentBitHost(subject.start({}, compiledOf(withMostPages(carrying, most))));
    for (const record of RECORDS) yield answerOf(host, record);
  }
  for (const [record, exception] of [
    [MATCH, EXCEPTION],
    [MATCH, LONG_PATTERN],
    [`{"log":${text(MATCH)}}`, EXCEPTION],
    [`{"deep":${"[".repeat(9000)}${"]".repeat(9000)},${RAW}}`, EXCEPTION],
    // The nesting of these takes more memory than their annotation.
    [`{"deep":${'{"":'.repeat(20_000)}0${"}".repeat(20_000)},${RAW}}`, EXCEPTION],
    [`{"deep":${"[".repeat(4096)}${"]".repeat(4096)},${RAW}}`, EXCEPTION],
  ] as const) {
    subject.clear();
    const module = subject.start({ files: { "keyward.json": JSON.stringify(exception) } });
    const { room } = bound(module);
    const host = new FluentBitHost(module);
    const little = indexes(120).map((index) => 16 + 7 * index);
    const some = indexes(20).map((index) => 1000 + 400 * index);
    const much = indexes(60).map((index) => room / 2 + 31 * index);
    for (const left of [...little, ...some, ...much]) {
      const bytes = Buffer.alloc(Math.floor(room - left) - TAG.length, " ");
      bytes.write(record);
      yield answerOf(host, bytes);
    }
    const config = Buffer.alloc(Math.floor(room / 2), " ");
    config.write(JSON.stringify({ ...exception, x: 1 }));
    yield checkConfig(module, config).join("\n");
  }
  for (const [pages, config] of [
    [0, EXCEPTION],
    [5, EXCEPTION],
    [5, REMEMBERS],
    [9, REMEMBERS],
  ] as const) {
    subject.clear();
    const said: string[] = [];
    const files = { "keyward.json": JSON.stringify(config) };
    const binary = withMostPages(subject.binary, first + pages);
    const module = subject.start({ files, stderr: (line) => said.push(line) }, compiledOf(binary));
    yield said.join("");
    for (const record of [MATCH, MATCH]) yield answerOf(new FluentBitHost(module), Buffer.from(record));
  }
}

/** Unclosed brackets, in a record with hardly any room after it. */
export function* unclosedBrackets(subject: Subject): Iterable<string> {
  const module = subject.start();
  const guest = new Guest(module);
  const { room, end } = bound(module);
  guest.bytes().fill(0xff, end, end + PAGE);
  // This many levels need no additional memory.
  const closed = `${"]".repeat(4095)}}`;
  const few = ["", closed].flatMap((rest) => indexes(60).map((index) => [7000, 16 + 16 * index, rest] as const));
  // The others take more than an annotation.
  const more = indexes(60).map((index) => [30_000, 1000 + 20 * index, closed] as const);
  // This many levels take about 1,280 bytes; at multiples of 8, writing one too many shows.
  const many = indexes(12).flatMap((index) =>
    indexes(24).map((step) => [20_380 + 16 * index, 1200 + 8 * step, ""] as const),
  );
  for (const [brackets, left, rest] of [...few, ...more, ...many]) {
    const record = Buffer.from(`{${RAW},"a":${"[".repeat(brackets)}${rest}`);
    const call = guest.call(module.tag, Buffer.alloc(room - record.length - left, "t"), record, NO_TIME);
    yield `${call.recordAddress === 0} ${call.result === call.recordAddress}`;
    // What follows the module's memory belongs to someone else.
    yield String(
      guest
        .bytes()
        .subarray(end, end + PAGE)
        .equals(Buffer.alloc(PAGE, 0xff)),
    );
    guest.free(call);
  }
}

/** Memory that someone else grew is not used as the module's own. */
export function* grownBehind(subject: Subject): Iterable<string> {
  const module = subject.start();
  const guest = new Guest(module);
  for (const round of indexes(12)) {
    const before = module.memory.grow(1) * PAGE;
    const bytes = Buffer.from(MATCH.replace("user/a", `user/${"a".repeat(round * 20_000)}`));
    new Uint8Array(module.memory.buffer).fill(0x78, before, before + PAGE);
    const call = guest.call(round % 2 === 0 ? module.tag : module.keep, TAG, bytes, NO_TIME);
    yield guest.readString(call.result)?.toString("latin1") ?? "no string";
    yield String(Buffer.from(module.memory.buffer, before, PAGE).equals(Buffer.alloc(PAGE, "x")));
    guest.free(call);
  }
  for (const size of [-1, 0x7fffffff, 0, 1, 7, 8, 9, 100_000]) {
    const address = module.malloc(size) >>> 0;
    yield `${address === 0} ${address % 8} ${address + size <= module.memory.buffer.byteLength}`;
  }
}
