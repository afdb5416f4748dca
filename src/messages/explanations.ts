/** Why something is not explained, or not in full. */
export const EXPLANATIONS = {
  blankLine: "the line is blank",
  noSuchLine: (line: number, lines: number) => `there is no line ${line}: it has ${lines}`,
  noEventAt: (path: string) => `there is no event at ${path} in the record`,
  noEventWithId: (id: string) => `no event has the id ${id}`,
  trapped: "the module trapped",
  readInPart: "the module had no memory to read all of the record",
};
