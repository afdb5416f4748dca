/** Everything a module is asked: each trial is a list of answers, and a mutant with another answer is killed. */
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { checkConfig } from "#keyward/config/check-config.js";
import { embedConfig } from "#keyward/config/embed.js";
import { isCore } from "#keyward/engine/core-module.js";
import { FILTERS } from "../differential/filter-host.js";
import { CoreHost } from "../fuzz/core-host.js";
import { judge } from "../oracle/rule.js";
import { memoryBound } from "../fuzz/trials.js";
import { allRecords, checkedConfigs, configured } from "./inputs.js";
import { HISTORIES } from "./histories.js";
import { grownBehind, shortOfMemory, unclosedBrackets } from "./memory-trials.js";
import { HOSTILE_RECORDS } from "./hostile-records.js";
import { answerOf, compiledOf, type Subject } from "./subject.js";

export interface Trial {
  name: string;
  /** For slow trials: the sources whose mutants take them, after their specs. */
  files?: RegExp;
  /** The answers of a module, in order. What it throws is the last answer. */
  answers: (subject: Subject) => Iterable<string>;
}

const CONFIGS = { count: 60, each: 40 };
/** One in this many configurations is embedded in the module; the others are read from a file. */
const CARRIED_EVERY = 6;

/** Sources that deal with what is remembered, and those that take memory. */
const HISTORY_FILES = /\/(history|verdict|fields|settings|time|load|levels|sum|arena|findings|finding|key)\.ts$/;
const MEMORY_FILES =
  /\/(bytes\/.*|validate|decode|ends|details|envelopes|matches|splice|insertions|pipeline|load|check|report|exceptions|fields|history)\.ts$/;

/** A record, and the maximum memory in bytes of an instance that grew for it. */
interface Bounded {
  bytes: Buffer;
  bound: number;
}

const bounded = (records: readonly Buffer[]): Bounded[] =>
  records.map((bytes) => ({ bytes, bound: memoryBound(bytes, judge(bytes)) }));

/** Returns all trials, those that kill most first. Making them takes some seconds. */
export function makeTrials(): Trial[] {
  const records = bounded(allRecords());
  const hostile = bounded(HOSTILE_RECORDS);
  const configs = configured(CONFIGS.count, CONFIGS.each);
  const checked = checkedConfigs();
  return [
    { name: "records", answers: (subject) => plain(subject, records) },
    { name: "checked configurations", answers: (subject) => check(subject, checked) },
    { name: "configured", answers: (subject) => withConfigs(subject, configs) },
    { name: "core", answers: (subject) => core(subject, records) },
    { name: "histories", files: HISTORY_FILES, answers: (subject) => histories(subject) },
    { name: "short of memory", files: MEMORY_FILES, answers: shortOfMemory },
    { name: "unclosed brackets", files: MEMORY_FILES, answers: unclosedBrackets },
    { name: "memory grown after", answers: grownBehind },
    { name: "hostile records", files: /./, answers: (subject) => alone(subject, hostile) },
    // What a record at a limit leaves must not affect others.
    { name: "after hostile records", files: /./, answers: (subject) => plain(subject, [...hostile, ...records]) },
  ];
}

function* plain(subject: Subject, records: readonly Bounded[]): Iterable<string> {
  // An instance that was asked to keep searches for more from then on.
  const modules = { tag: subject.start(), keep: subject.start() };
  const hosts = { tag: new FluentBitHost(modules.tag), keep: new FluentBitHost(modules.keep) };
  for (const { bytes, bound } of records) {
    for (const filter of FILTERS) {
      const before = modules[filter].memory.buffer.byteLength;
      yield answerOf(hosts[filter], bytes, [filter]);
      const size = modules[filter].memory.buffer.byteLength;
      if (size > before && size > bound) yield "too much memory";
    }
  }
}

/** Each in its own instance. */
function* alone(subject: Subject, records: readonly Bounded[]): Iterable<string> {
  for (const record of records) {
    subject.clear();
    yield* plain(subject, [record]);
  }
}

function* core(subject: Subject, records: readonly Bounded[]): Iterable<string> {
  const start = (): CoreHost => {
    const module = subject.start();
    if (!isCore(module)) throw new TypeError("not the module for Node");
    return new CoreHost(module);
  };
  const hosts = { tag: start(), keep: start() };
  for (const { bytes, bound } of records) {
    for (const filter of FILTERS) {
      const before = hosts[filter].memoryBytes;
      yield answerOf(hosts[filter], bytes, [filter]);
      if (hosts[filter].memoryBytes - before > bound) yield "too much memory";
    }
  }
}

function* withConfigs(subject: Subject, configs: ReturnType<typeof configured>): Iterable<string> {
  for (const [index, { config, records }] of configs.entries()) {
    subject.clear();
    const said: string[] = [];
    const isCarried = index % CARRIED_EVERY === 0;
    const compiled = isCarried ? compiledOf(embedConfig("mutant", subject.binary, config)) : undefined;
    const files = isCarried ? {} : { files: { "keyward.json": config } };
    const [tag, keep] = FILTERS.map((filter) => {
      const host = new FluentBitHost(subject.start({ ...files, stderr: (text) => said.push(text) }, compiled));
      return (record: Buffer) => answerOf(host, record, [filter]);
    });
    for (const record of records) yield `${tag?.(record)}\n${keep?.(record)}`;
    yield said.join("");
  }
}

function* check(subject: Subject, configs: readonly Uint8Array[]): Iterable<string> {
  const module = subject.start();
  for (const config of configs) yield checkConfig(module, config).join("\n");
  // A configuration's error is reported in every annotation, and to the host.
  for (const config of configs.filter((_, index) => index % 29 === 0)) {
    subject.clear();
    const said: string[] = [];
    const host = new FluentBitHost(
      subject.start({ files: { "keyward.json": config }, stderr: (text) => said.push(text) }),
    );
    yield answerOf(host, Buffer.from('{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}')) + said.join("");
  }
}

function* histories(subject: Subject): Iterable<string> {
  for (const { config, records } of HISTORIES) {
    subject.clear();
    const host = new FluentBitHost(subject.start({ files: { "keyward.json": JSON.stringify(config) } }));
    for (const record of records()) yield answerOf(host, Buffer.from(JSON.stringify(record)), ["tag"]);
  }
}
