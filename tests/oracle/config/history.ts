/**
 * What is remembered of events before: which ids came, when matches were, and which keys were lost. Each list keeps its
 * last entries and forgets the oldest; times are those of the events, in whatever order these arrive.
 */

export const MAX_REMEMBERED = 4096;

function remember<Entry>(list: Entry[], entry: Entry): void {
  list.push(entry);
  if (list.length > MAX_REMEMBERED) list.shift();
}

/** What makes an event the same as another: its id, and what it says was done when, to which key and by whom. */
export type Identity = readonly (string | undefined)[];

export class Duplicates {
  readonly #seen: { identity: Identity; seconds: number }[] = [];

  constructor(private readonly windowSeconds: number) {}

  /** Whether the event came before, so many seconds away at most; remembers it if it did not. */
  isOne(identity: Identity, seconds: number): boolean {
    const came = this.#seen.some(
      (seen) =>
        seen.identity.every((part, index) => part === identity[index]) &&
        Math.abs(seconds - seen.seconds) <= this.windowSeconds,
    );
    if (!came) remember(this.#seen, { identity, seconds });
    return came;
  }
}

export class Cap {
  readonly #passed: { seconds: number; key: string | undefined; burst: number }[] = [];

  /** `burstSeconds`: the window of bursts, where there are any. */
  constructor(
    private readonly limit: { count: number; periodSeconds: number },
    private readonly burstSeconds = 0,
  ) {}

  /**
   * Whether the event is one too many: a period that begins or ends with its time is full, and in neither was a match
   * about its key. `burst`: so many keys were lost in the burst that it is part of, or 0. It passes whatever came before if its
   * own `isNew` in that burst, or if none that passed within the burst's window told of as many. Remembers what passes.
   */
  isFull(seconds: number, key: string | undefined, burst: number, isNew: boolean): boolean {
    const { count, periodSeconds } = this.limit;
    const before = this.#passed.filter((passed) => isWithin(seconds - passed.seconds, periodSeconds));
    const after = this.#passed.filter((passed) => isWithin(passed.seconds - seconds, periodSeconds));
    const isNewKey = key !== undefined && ![...before, ...after].some((passed) => passed.key === key);
    const isTold = this.#passed.some(
      (passed) => passed.burst >= burst && Math.abs(seconds - passed.seconds) <= this.burstSeconds,
    );
    const isFirst = burst > 0 && (isNew || !isTold);
    const full = !isFirst && !isNewKey && (before.length >= count || after.length >= count);
    if (!full) remember(this.#passed, { seconds, key, burst });
    return full;
  }
}

function isWithin(distance: number, periodSeconds: number): boolean {
  return distance >= 0 && distance < periodSeconds;
}

export class LostKeys {
  readonly #keys: { key: string; newest: number }[] = [];

  constructor(private readonly windowSeconds: number) {}

  /**
   * So many distinct keys were lost around the time of an event: its own, which is noted, and others; and whether its own
   * was not among those before.
   */
  count(key: string, seconds: number): { keys: number; isNew: boolean } {
    const others = this.#keys.filter(
      (entry) => entry.key !== key && Math.abs(seconds - entry.newest) <= this.windowSeconds,
    );
    const known = this.#keys.find((entry) => entry.key === key);
    const isNew = known === undefined || Math.abs(seconds - known.newest) > this.windowSeconds;
    if (known !== undefined) known.newest = Math.max(known.newest, seconds);
    else remember(this.#keys, { key, newest: seconds });
    return { keys: 1 + others.length, isNew };
  }
}
