/**
 * Remembers earlier events: which ids came, when matches were, and which keys were lost. Each list keeps its last entries and
 * forgets the oldest; times are the events' own, in whatever order they arrive.
 */

export const MAX_REMEMBERED = 4096;

function remember<Entry>(list: Entry[], entry: Entry): void {
  list.push(entry);
  if (list.length > MAX_REMEMBERED) list.shift();
}

/** Identifies an event: its id, action, time, key and caller. */
export type Identity = readonly (string | undefined)[];

export class Duplicates {
  readonly #seen: { identity: Identity; seconds: number }[] = [];

  constructor(private readonly windowSeconds: number) {}

  /** Reports whether the event came before, at most this many seconds away; remembers it if not. */
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

  /** `burstSeconds`: the window of bursts, if there are any. */
  constructor(
    private readonly limit: { count: number; periodSeconds: number },
    private readonly burstSeconds = 0,
  ) {}

  /**
   * Reports whether the event exceeds the cap: a period that begins or ends at its time is full, and neither had a match about
   * its key. `burst`: the number of keys in its burst, or 0. It passes anyway if its own key `isNew` in the burst, or if nothing
   * that passed within the burst's window reported as many. Remembers what passes.
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

  /** Counts the distinct keys lost around the time of an event, its own (which is noted) included; says whether its own is new. */
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
