/** Compares a pipeline's output, from topic to topic, with its input. */
import { idOf } from "./kafka/feed.js";
import { PARTITIONS } from "./kafka/cluster.js";
import type { Topics } from "./kafka/member.js";
import type { Arrival } from "./kafka/reader.js";
import type { Stream } from "./stream.js";

/** Number of problems of a kind reported in full. */
const TOLD = 3;

/** One topic: the first arrival of each record, by number. */
class Book {
  readonly firstTimes = new Map<number, number>();
  /** Numbers in order of first arrival, by partition. */
  readonly order: number[][] = Array.from({ length: PARTITIONS }, () => []);
  /** How often a record came again. */
  readonly again = new Map<number, number>();
  add(number: number, { partition, time }: Arrival): void {
    if (this.firstTimes.has(number)) {
      this.again.set(number, (this.again.get(number) ?? 0) + 1);
      return;
    }
    this.firstTimes.set(number, time);
    this.order[partition]?.push(number);
  }
}

/** Which duplicates are allowed: what first came after a moment, in milliseconds, and this many records before it per partition. */
export interface TwiceBound {
  since: number;
  underWay: number;
}

export class Ledger {
  private readonly input = new Book();
  private readonly tagged = new Book();
  private readonly alerts = new Book();
  private readonly numbers: Map<string, number>;
  private readonly foreigners: string[] = [];
  private arrivals = 0;
  private readonly alertCount: number;

  constructor(
    private readonly topics: Topics,
    private readonly stream: Stream,
    /** SHA-256 of each input record. */
    private readonly inputDigests: readonly string[],
  ) {
    this.numbers = new Map(stream.records.map((_, number) => [idOf(number), number]));
    this.alertCount = stream.isAlert.filter(Boolean).length;
  }

  add(arrival: Arrival): void {
    this.arrivals++;
    const { topic, partition, key, digest } = arrival;
    const number = this.numbers.get(key);
    const [book, digests, isTo] = this.bookOf(topic);
    const isRight =
      number !== undefined &&
      digest === digests[number] &&
      isTo(number) &&
      (book === this.alerts || partition === number % PARTITIONS);
    if (isRight) book.add(number, arrival);
    else
      this.foreigners.push(`${topic}:${partition} has a record with the key ${key} that is not what went in under it`);
  }

  private bookOf(topic: string): [Book, readonly string[], (number: number) => boolean] {
    const all = (): boolean => true;
    if (topic === this.topics.input) return [this.input, this.inputDigests, all];
    if (topic === this.topics.tagged) return [this.tagged, this.stream.tagged, all];
    return [this.alerts, this.stream.tagged, (number) => this.stream.isAlert[number] === true];
  }

  /** Number of records read, to notice when no more come. */
  get read(): number {
    return this.arrivals;
  }

  /** Number of records that are still to be read, those of the input included. */
  get awaited(): number {
    return this.missing + this.stream.records.length - this.input.firstTimes.size;
  }

  get missing(): number {
    const { records } = this.stream;
    return records.length - this.tagged.firstTimes.size + this.alertCount - this.alerts.firstTimes.size;
  }

  get foreign(): number {
    return this.foreigners.length;
  }

  /** Number of records that came out more often than they went in; what the feed wrote twice does not count. */
  get twice(): number {
    return this.twiceOf(this.tagged).length + this.twiceOf(this.alerts).length;
  }

  private twiceOf(book: Book): number[] {
    return [...book.again].flatMap(([number, times]) => (times > (this.input.again.get(number) ?? 0) ? [number] : []));
  }

  /** Seconds from the first output record to the last. */
  get taggedSeconds(): number {
    const times = [...this.tagged.firstTimes.values()];
    const extreme = (best: (left: number, right: number) => number): number =>
      times.reduce((left, right) => best(left, right));
    return (extreme(Math.max) - extreme(Math.min)) / 1000;
  }

  /** Returns the seconds from the moment, in milliseconds, until all partitions go on: the longest pause of a partition. */
  pauseAfter(moment: number): number {
    const pauses = this.tagged.order.map((numbers) => {
      const times = numbers.map((number) => this.tagged.firstTimes.get(number) ?? 0);
      return times.reduce((longest, time, index) => {
        return Math.max(longest, time - Math.max(moment, times[index - 1] ?? moment));
      }, 0);
    });
    return Math.max(...pauses) / 1000;
  }

  /** Returns everything else that is wrong, a line each. `bound`: the allowed duplicates; default: none. */
  problems(bound?: TwiceBound): string[] {
    const tooMany = [this.tagged, this.alerts].flatMap((book) => {
      const early = this.twiceOf(book).filter(
        (number) => (book.firstTimes.get(number) ?? 0) < (bound?.since ?? Infinity),
      );
      const perPartition = Array.from({ length: PARTITIONS }, (_, partition) =>
        early.filter((number) => number % PARTITIONS === partition),
      );
      return perPartition.filter((numbers) => numbers.length > (bound?.underWay ?? 0));
    });
    const inOrder = this.tagged.order.filter((numbers, partition) => {
      const before = this.input.order[partition] ?? [];
      return numbers.length === before.length && numbers.every((number, index) => number === before[index]);
    });
    return [
      ...this.foreigners.slice(0, TOLD),
      ...tooMany.map(
        (numbers) =>
          `${numbers.length} records of a partition came twice that cannot have been under way, e.g. ${idOf(numbers[0] ?? 0)}`,
      ),
      ...(inOrder.length < PARTITIONS && this.missing === 0
        ? [
            `${PARTITIONS - inOrder.length} partitions of ${this.topics.tagged} are not in the order of ${this.topics.input}`,
          ]
        : []),
      ...(this.input.firstTimes.size < this.stream.records.length
        ? [`${this.topics.input} has not got all records`]
        : []),
    ];
  }
}
