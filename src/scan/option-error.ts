/** An option with a value that is not allowed: what was given, and what is allowed. */
export class OptionError extends Error {
  override name = "OptionError";

  constructor(option: string, given: string, allowed: string) {
    super(`${option}: ${given === "" ? "an empty text" : given} is not allowed; allowed: ${allowed}`);
  }
}
