/** An engine, and what it finds in a record. */
import assert from "node:assert/strict";
import { embedConfig } from "#keyward/config/embed.js";
import { Engine, type Origin, type RecordEvents } from "#keyward/engine/engine.js";
import { compileModule, CORE_MODULE, readModule } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";

/** Returns the module for Node with a configuration, given as a value or text. */
export async function configuredCore(config?: object | string): Promise<CompiledModule> {
  const { name, bytes } = await readModule(CORE_MODULE);
  const text = typeof config === "string" ? config : JSON.stringify(config ?? {});
  return compileModule(embedConfig(name, bytes, Buffer.from(text)), name);
}

export async function newEngine(config?: object | string): Promise<Engine> {
  return new Engine(await configuredCore(config));
}

/** Returns the events of a record, given as a value or text. */
export function judged(engine: Engine, record: unknown, origin: Partial<Origin> = {}): RecordEvents {
  const text = typeof record === "string" ? record : JSON.stringify(record);
  const events = engine.judge(Buffer.from(text), { file: "f", line: 1, path: "", ...origin });
  assert.ok(!("failure" in events));
  return events;
}
