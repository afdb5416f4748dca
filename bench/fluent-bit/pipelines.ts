/** Configurations for a real Fluent Bit: the same input with different filters. */

export type Variant =
  "no filter" | "returns input" | "keyward" | "rewrite_tag, then keyward" | "grep" | "grep that keeps";

export const VARIANTS: readonly Variant[] = [
  "no filter",
  "returns input",
  "keyward",
  "rewrite_tag, then keyward",
  "grep",
  "grep that keeps",
];

/** The modules' names in Fluent Bit's working directory. */
export const KEYWARD_FILE = "keyward.wasm";
export const RETURNS_INPUT_FILE = "returns-input.wasm";

const CANDIDATES = "^(DisableKey|ScheduleKeyDeletion)$";

const FILTERS: Readonly<Record<Variant, string>> = {
  "no filter": "",
  "returns input": wasm("cloudtrail", RETURNS_INPUT_FILE),
  keyward: wasm("cloudtrail", KEYWARD_FILE),
  "rewrite_tag, then keyward": `
    - name: rewrite_tag
      match: cloudtrail
      emitter_name: candidates
      rule:
        - $eventName ${CANDIDATES} candidate.$TAG false
        - $event['action'] ${CANDIDATES} candidate.$TAG false${wasm("candidate.*", KEYWARD_FILE)}`,
  // Every other record passes, as with rewrite_tag.
  grep: `
    - name: grep
      match: cloudtrail
      exclude: eventName ${CANDIDATES}`,
  // Almost nothing passes, which saves the host work after the filter.
  "grep that keeps": `
    - name: grep
      match: cloudtrail
      regex: eventName ${CANDIDATES}`,
};

/** How much `tail` reads at once: its default of 32 KB, or so much that there are few chunks. */
export type ChunkSize = "default" | "large";

/**
 * Returns a YAML pipeline that reads a file of records and exits at its end. Its output is discarded, or goes to standard output,
 * one record per line.
 */
export function pipeline(
  variant: Variant,
  input: string,
  output: "null" | "stdout",
  chunks: ChunkSize = "large",
): string {
  const filters = FILTERS[variant];
  const format = output === "stdout" ? "\n      format: json_lines\n      json_date_key: false" : "";
  return `service:
  flush: 1
  log_level: error
parsers:
  - name: cloudtrail
    format: json
pipeline:
  inputs:
    - name: tail
      tag: cloudtrail
      path: ${JSON.stringify(input)}
      parser: cloudtrail
      read_from_head: true
      exit_on_eof: true
${chunks === "large" ? "      buffer_chunk_size: 32M\n" : ""}      buffer_max_size: 64M${filters === "" ? "" : `\n  filters:${filters}`}
  outputs:
    - name: "${output}"
      match: "*"${format}
`;
}

function wasm(match: string, path: string): string {
  return `
    - name: wasm
      match: ${match}
      wasm_path: ${path}
      function_name: tag
      event_format: json`;
}
