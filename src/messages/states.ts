/** What is missing from the states of keys. */
export const STATES = {
  unread: (reason: string) => `names an event of a key and could not be judged: ${reason}`,
  mayHaveChanged: (reason: string) =>
    `names an event of a key and could not be judged: ${reason}; a state may have changed in it`,
  unknownPath: "an event is at an unknown path, and is not counted",
  noKey: "an event does not name its key",
  noEventOf: (others: number) => `no event of ${others}`,
  summary: (keys: string, seconds: string) => `${keys}, ${seconds} s`,
  aDuration: "a duration like 36h or 7d (units: s, m, h, d, w)",
};
