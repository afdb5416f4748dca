/** How far the logs of each account and region reach. */
export class LastEvents {
  readonly #last = new Map<string, number>();
  readonly #until: number;

  /** `until`: later events count as being at that time; milliseconds since 1970. */
  constructor(until: number) {
    this.#until = until;
  }

  add(account: string, region: string, time: number): void {
    const name = `${account} ${region}`;
    this.#last.set(name, Math.max(this.#last.get(name) ?? -Infinity, Math.min(time, this.#until)));
  }

  of(account: string | undefined, region: string | undefined): number | undefined {
    return this.#last.get(`${account ?? ""} ${region ?? ""}`);
  }
}
