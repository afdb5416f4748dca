/** Why there is no guide. */
export const GUIDES = {
  nothing: "no finding: nothing in it disables a KMS key or schedules the deletion of one",
  noEvent: "no finding: no CloudTrail event is recognized in it",
  notJson: "no finding: it is not JSON",
  nothingIn: (records: string) => `no finding in ${records}`,
  nothingInFiles: (records: string, files: string) => `no finding in ${records} of ${files}`,
  nothingAt: (path: string) => `there is no finding at ${path} in the record`,
  nothingWithId: (id: string) => `no finding has the event id ${id}`,
  saysWhy: (command: string) => `; ${command} says why`,
  configIgnored: (mistake: string) => `its annotation says that the configuration was ignored: ${mistake}`,
  nowOrATime: "now, or a time like 2026-03-04T10:00:00Z",
};
