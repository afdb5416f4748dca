/** What of a configuration `keyward explain` shows. */
import type { Weekly } from "./explanation.js";

export interface ConfiguredException {
  id: string;
  reason: string;
  when: Partial<Record<string, string[]>>;
  from?: string;
  until?: string;
  weekly?: Weekly;
}

export interface ExplainConfig {
  exceptions: ConfiguredException[];
  /** Settings that go by earlier events, as far as they are there. */
  remembers: string[];
}

const REMEMBERING = ["duplicates", "cap", "escalate"];

/** Reads a configuration that the module's check found no mistake in. */
export function readExplainConfig(bytes: Uint8Array): ExplainConfig {
  const settings = JSON.parse(Buffer.from(bytes).toString()) as { exceptions?: Partial<ConfiguredException>[] };
  return {
    exceptions: (settings.exceptions ?? []).map((exception) => ({
      id: "",
      reason: "",
      when: {},
      ...exception,
    })),
    remembers: REMEMBERING.filter((name) => Object.hasOwn(settings, name)),
  };
}
