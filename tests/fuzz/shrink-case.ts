/** Shrinks a failure: fewer earlier records, less of the configuration, less of the record. */
import { smallerRecords, writtenPlainly } from "../differential/shrink.js";
import { readConfig } from "../oracle/config/read-config.js";

/** What reproduces a failure in a new instance: the last record fails. */
export interface FailingCase {
  config?: string | undefined;
  records: readonly Uint8Array[];
}

/** Returns what is wrong with the answer to a case's last record; undefined if nothing is. */
export type ProblemOf = (tried: FailingCase) => string | undefined;

const MAX_TRIES = 4000;
const MAX_MILLISECONDS = 60_000;
/** Records up to this size are also shortened byte by byte. */
const SHORT_BYTES = 600;

/** Removes as much of the case as possible while it fails in the same way, by the first words of the problem. */
export function shrinkCase(failing: FailingCase, problemOf: ProblemOf): FailingCase {
  const kind = kindOf(problemOf(failing));
  if (kind === undefined) return failing;
  const until = performance.now() + MAX_MILLISECONDS;
  let tries = MAX_TRIES;
  let left = failing;
  const isTaken = (smaller: FailingCase): boolean => {
    if (tries-- <= 0 || performance.now() > until || kindOf(problemOf(smaller)) !== kind) return false;
    left = smaller;
    return true;
  };

  dropEarlier();
  dropConfig();
  shrinkLast();
  return left;

  function dropEarlier(): void {
    for (let size = left.records.length - 1; size >= 1; size >>= 1) {
      for (let start = 0; start + size < left.records.length;) {
        const records = [...left.records.slice(0, start), ...left.records.slice(start + size)];
        if (!isTaken({ ...left, records })) start += size;
      }
    }
  }

  function dropConfig(): void {
    const { config } = left;
    if (config === undefined) return;
    if (isTaken({ records: left.records })) return;
    goOn(
      () => [...smallerRecords(Buffer.from(left.config ?? ""))].map((bytes) => Buffer.from(bytes).toString()),
      (text) => readConfig(Buffer.from(text)).settings !== undefined && isTaken({ ...left, config: text }),
    );
  }

  function shrinkLast(): void {
    const last = (): Uint8Array => left.records.at(-1) ?? new Uint8Array();
    const put = (record: Uint8Array): boolean => isTaken({ ...left, records: left.records.with(-1, record) });
    put(writtenPlainly(last()));
    goOn(() => smallerRecords(last()), put);
    if (last().length <= SHORT_BYTES) goOn(() => withoutBytes(last()), put);
  }
}

/** Takes the first smaller one that still fails, and starts over, until none does. */
function goOn<T>(smaller: () => Iterable<T>, isTaken: (one: T) => boolean): void {
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const one of smaller()) {
      if (!isTaken(one)) continue;
      shrunk = true;
      break;
    }
  }
}

function* withoutBytes(record: Uint8Array): Generator<Uint8Array> {
  for (let size = record.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start + size <= record.length; start += size) {
      yield new Uint8Array(Buffer.concat([record.subarray(0, start), record.subarray(start + size)]));
    }
  }
}

/** Returns the first words of a problem, without numbers: the filter and what was expected of it. */
function kindOf(problem: string | undefined): string | undefined {
  return problem?.split(/[:;…]/, 2).join(":").replace(/\d+/g, "0");
}
