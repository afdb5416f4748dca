import { createHash } from "node:crypto";
import { embeddedConfig } from "../config/embed.js";
import { ModuleError, readModule } from "../module.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { Messages } from "../terminal/messages.js";
import { print } from "./print.js";
import { EXIT_TROUBLE } from "./exit-codes.js";

/** `keyward inspect`: says what configuration a module carries. Resolves to the exit code. */
export async function inspect(path: string): Promise<number> {
  try {
    const { name, bytes } = await readModule(path);
    const config = embeddedConfig(name, bytes);
    const lines = [`module   ${name}, ${bytes.length} bytes, sha256 ${sha256(bytes)}`];
    if (config === undefined) {
      lines.push("carries  no configuration");
    } else {
      lines.push(`carries  a configuration of ${config.length} bytes, sha256 ${sha256(config)}`);
      // Line by line, since an escape of a newline would run them together.
      lines.push(...Buffer.from(config).toString().trimEnd().split("\n"));
    }
    return await print(lines.map((line) => `${escapeForTerminal(line)}\n`).join(""));
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    new Messages().line(error.message);
    return EXIT_TROUBLE;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
