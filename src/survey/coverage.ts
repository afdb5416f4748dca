/** What was read, in events: plain values, which can be sent between threads. */

/** Short texts without duplicates, sorted. */
export interface Names {
  /** Empty if there are more than are kept. */
  names: string[];
  hasMore: boolean;
}

/** The time of the last event of an account in a region, in seconds since 1970. */
export interface LastEvent {
  account: string;
  region: string;
  time: number;
}

export interface Coverage {
  events: number;
  /** KMS events, in any schema. */
  kmsEvents: number;
  /** Events without a readable time. */
  timeless: number;
  /** Times of the first and last event, in seconds since 1970; missing if no event has one. */
  firstTime?: number;
  lastTime?: number;
  accounts: Names;
  regions: Names;
  /** The last event of each account in each region, sorted; incomplete if there are too many names. */
  lastEvents: LastEvent[];
  /** JSON texts without an event. */
  withoutEvents: number;
  /** Texts, or lines, that are not JSON. */
  notJson: number;
  /** Calls in which the module trapped: the counts are then too low. */
  failures: number;
}

/** Maximum number of names, in the module and in merged surveys. */
export const MAX_ACCOUNTS = 256;
export const MAX_REGIONS = 64;

export function emptyCoverage(): Coverage {
  return {
    events: 0,
    kmsEvents: 0,
    timeless: 0,
    accounts: { names: [], hasMore: false },
    regions: { names: [], hasMore: false },
    lastEvents: [],
    withoutEvents: 0,
    notJson: 0,
    failures: 0,
  };
}

/** Merges surveys. Neither their order nor how the texts were distributed makes a difference. */
export function mergeCoverages(all: readonly Coverage[]): Coverage {
  const sum = (name: "events" | "kmsEvents" | "timeless" | "withoutEvents" | "notJson" | "failures"): number =>
    all.reduce((total, coverage) => total + coverage[name], 0);
  const first = all.flatMap(({ firstTime }) => firstTime ?? []);
  const last = all.flatMap(({ lastTime }) => lastTime ?? []);
  return {
    events: sum("events"),
    kmsEvents: sum("kmsEvents"),
    timeless: sum("timeless"),
    ...(first.length > 0 && { firstTime: first.reduce((one, other) => Math.min(one, other)) }),
    ...(last.length > 0 && { lastTime: last.reduce((one, other) => Math.max(one, other)) }),
    accounts: mergeNames(
      all.map(({ accounts }) => accounts),
      MAX_ACCOUNTS,
    ),
    regions: mergeNames(
      all.map(({ regions }) => regions),
      MAX_REGIONS,
    ),
    lastEvents: mergeLastEvents(all.flatMap(({ lastEvents }) => lastEvents)),
    withoutEvents: sum("withoutEvents"),
    notJson: sum("notJson"),
    failures: sum("failures"),
  };
}

/** Returns the last event of each account and region, sorted. */
export function mergeLastEvents(all: readonly LastEvent[]): LastEvent[] {
  if (all.length < 2) return [...all];
  const last = new Map<string, LastEvent>();
  for (const one of all) {
    const place = `${one.account} ${one.region}`;
    const before = last.get(place);
    if (before === undefined || one.time > before.time) last.set(place, one);
  }
  return [...last.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, event]) => event);
}

/** Merges names; none if there are too many, since which ones are left out would depend on their order. */
function mergeNames(all: readonly Names[], most: number): Names {
  const names = new Set(all.flatMap((one) => one.names));
  const hasMore = names.size > most || all.some((one) => one.hasMore);
  return { names: hasMore ? [] : [...names].sort(), hasMore };
}
