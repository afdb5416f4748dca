/** Keyward's library (docs/reference/library.md). */
export { ConfigError } from "./config/check-config.js";
export type {
  Actor,
  Details as EventDetails,
  Finding as FoundEvent,
  Key,
  KeyFields,
  Verdict,
} from "./engine/finding.js";
export type {
  Cause,
  Clause,
  Condition,
  EmptyPlace,
  EventExplanation,
  ExceptionExplanation,
  RecordExplanation,
  Unreadable,
} from "./explain/explanation.js";
export { createKeyward, type Config, type Keyward, type KeywardOptions } from "./library/keyward.js";
export type { FoundEvents, Problem, Records, StreamOptions, Tagged } from "./library/types.js";
export { ModuleError } from "./module.js";
export type { Block, Guide, Section } from "./triage/guide.js";
export { renderMarkdown } from "./triage/markdown.js";
