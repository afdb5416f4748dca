/** A configuration with mistakes, a line each. */
export class ConfigError extends Error {
  override name = "ConfigError";

  constructor(readonly lines: string[]) {
    super(lines.join("\n"));
  }
}
