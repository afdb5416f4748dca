/** What is wrong with a file of cases, and why a case failed. */
export const TESTS = {
  expected: (wanted: string, got: string) => `expected ${wanted}, got ${got}`,
  withException: (id: string) => `(exception ${id})`,
  notYaml: (reason: string) => `it is not YAML: ${reason}`,
  unknownKey: (key: string, known: string) => `${key}: unknown key; use one of: ${known}`,
  missing: (key: string, allowed: string) => `${key} is missing; use ${allowed}`,
  invalidValue: (key: string, allowed: string) => `${key}: its value is invalid; use ${allowed}`,
  notAnObject: (keys: string) => `an object is needed; use ${keys}`,
  noInput: "the case needs an input; use one of event, events, file",
  exceptionOfOther: "exception: only a suppressed event has one; use verdict suppressed",
  losesDigits: (number: string) => `${number}: the number would lose digits; put it in quotes`,

  aListOfCases: "a list of cases",
  aString: "a string",
  aPath: "a path",
  anObject: "an object",
  aListOfObjects: "a list of objects",
  orAList: "or a list without none",
};
