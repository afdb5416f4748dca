/** Checks a configuration with the module's own check. */
import { Guest } from "../hosts/guest.js";
import type { GuestExports, KeywardModule } from "../module.js";
import { JsonScanner } from "../records/json-scanner.js";
import { CONFIGURATIONS } from "../messages/configurations.js";

/** An invalid configuration; one line per error. */
export class ConfigError extends Error {
  override name = "ConfigError";

  constructor(readonly lines: string[]) {
    super(lines.join("\n"));
  }
}

/** The largest configuration that a module takes, in bytes (assembly/config/check.ts). */
export const LARGEST_CONFIG_BYTES = 256 * 1024;
/** The longest event value that a pattern can match, in bytes of UTF-8 (assembly/config/values.ts). */
export const LONGEST_VALUE_BYTES = 4096;
const NOT_JSON = CONFIGURATIONS.notJson;

/**
 * Returns the errors of a configuration, a line each: a JSON Pointer (empty for the whole), what is wrong, what to use instead.
 * Empty if it is valid.
 */
export function checkConfig(module: GuestExports & Pick<KeywardModule, "check">, config: Uint8Array): string[] {
  const guest = new Guest(module);
  const text = module.malloc(Math.max(1, config.length)) >>> 0;
  if (text === 0) return [CONFIGURATIONS.tooLarge];
  guest.bytes().set(config, text);
  const lines = guest.readString(module.check(text, config.length) >>> 0)?.toString() ?? "";
  module.free(text);
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (line.startsWith(NOT_JSON) ? line.replace(NOT_JSON, `${NOT_JSON}${placeOfError(config)}`) : line));
}

/** Returns where the text stops being JSON, if known: ` (line 3, column 14)`. */
function placeOfError(config: Uint8Array): string {
  const scanner = new JsonScanner();
  let line = 1;
  let column = 0;
  for (const byte of config) {
    column++;
    if (scanner.push(Uint8Array.of(byte)) === "broken") return ` ${CONFIGURATIONS.atLine(line, column)}`;
    if (byte === 0x0a) {
      line++;
      column = 0;
    }
  }
  return scanner.finish() === "done" ? "" : ` ${CONFIGURATIONS.endsEarly(line)}`;
}
