/** What is wrong with a scan, or with its options, and what its reports do not have. */
export const SCANS = {
  aTime: "2026-03-04, 2026-03-04T09:30, 2026-03-04T09:30:00+01:00, now, now-60m, 30d (units: s, m, h, d, w, mo, y)",
  aTimeAfter: (since: string) => `a time after ${since} (--since)`,
  aNumberUpTo: (most: number) => `a number from 1 to ${most}`,
  aNumberOfFindings: "a number of findings",
  aRegion: "a name like eu-west-1",
  twelveDigits: "12 digits",
  htmlOnATerminal: "html on a terminal",
  htmlElsewhere: "html with -o FILE, or into a pipe",
  splitWithoutKeep: "--split needs --keep: add --keep, or remove --split",

  withoutCompare: "a scan without --compare",
  withCompare: "with --compare OLD NEW",
  oneConfiguration: "one configuration",
  twoConfigurations: "two: --compare OLD NEW",
  whatComparesTakes: "OLD, NEW, what is read, and --fail-on-change",
  tableOrJson: "table, json (with --compare)",
  standardInput: "standard input",
  filesAndFolders: "files and folders, which are read twice",

  read: (what: string) => `read ${what}`,
  configInvalid: (mistake: string) => `records were annotated with an invalid configuration: ${mistake}`,
  hasNoTime: "finding has no readable time: listed regardless of the time window",
  haveNoTime: "findings have no readable time: listed regardless of the time window",
  isNotListed: "more finding is not listed (--limit)",
  areNotListed: "more findings are not listed (--limit)",
  statesAsOf:
    "States are as of the last event read of the key's account and region; describe-key has the current state.",
  threadEnded: (reason: string) => `the thread that read it ended (${reason})`,
  exitCode: (code: number) => `exit code ${code}`,
  notKept: (events: string) =>
    `not kept from here on: ${events}; there is no memory for more: narrow the filters, or read fewer files at once`,
  leftOut: (files: string, kind: string, advice: string, first: string) =>
    `${files} left out: ${kind}; ${advice} (the first one is ${first})`,
  nothingRecognized: (records: string, files: string) => `no CloudTrail event was recognized in ${records} of ${files}`,
  noFileRead: "no file was read",
  countsTooLow: "the module failed while it counted events: the counts are too low",
  noComma: "a record that was JSON has no comma between two members",
};
