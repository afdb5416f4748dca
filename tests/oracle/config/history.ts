/**
 * What is remembered of events before: which ids came, when matches were, and which keys were lost. Each list keeps its
 * last entries and forgets the oldest; times are those of the events, in whatever order these arrive.
 */

export const MOST_REMEMBERED = 4096;

function remember<Entry>(list: Entry[], entry: Entry): void {
  list.push(entry);
  if (list.length > MOST_REMEMBERED) list.shift();
}

export class Duplicates {
  readonly #seen: { id: string; seconds: number }[] = [];

  constructor(private readonly windowSeconds: number) {}

  /** Whether the id came before, so many seconds away at most; remembers it if it did not. */
  isOne(id: string, seconds: number): boolean {
    const came = this.#seen.some((seen) => seen.id === id && Math.abs(seconds - seen.seconds) <= this.windowSeconds);
    if (!came) remember(this.#seen, { id, seconds });
    return came;
  }
}

export class Cap {
  readonly #passed: number[] = [];

  constructor(private readonly limit: { count: number; periodSeconds: number }) {}

  /** Whether a period that begins or ends with this time is full; remembers the time if it is not. */
  isFull(seconds: number): boolean {
    const { count, periodSeconds } = this.limit;
    const within = (distance: (passed: number) => number) =>
      this.#passed.filter((passed) => distance(passed) >= 0 && distance(passed) < periodSeconds).length;
    const full = within((passed) => seconds - passed) >= count || within((passed) => passed - seconds) >= count;
    if (!full) remember(this.#passed, seconds);
    return full;
  }
}

export class LostKeys {
  readonly #keys: { key: string; newest: number }[] = [];

  constructor(private readonly windowSeconds: number) {}

  /** So many distinct keys were lost around the time of an event: its own, which is noted, and others. */
  count(key: string, seconds: number): number {
    const others = this.#keys.filter(
      (entry) => entry.key !== key && Math.abs(seconds - entry.newest) <= this.windowSeconds,
    );
    const known = this.#keys.find((entry) => entry.key === key);
    if (known !== undefined) known.newest = Math.max(known.newest, seconds);
    else remember(this.#keys, { key, newest: seconds });
    return 1 + others.length;
  }
}
