/** The layout of a rule's table, as offsets in bytes. Generated from src/rules/table.ts, which explains it. */

export namespace Layout {
  export const SIZE: usize = 8;
  export const ANCHOR_COUNT: usize = 10;
  export const NAME_COUNT: usize = 12;
  export const NAMES: usize = 14;
  export const SERVICE_COUNT: usize = 16;
  export const SERVICES: usize = 18;
  export const PATHS: usize = 20;
  export const CLUES: usize = 24;
  export const PROGRAM: usize = 26;
  export const PROGRAM_END: usize = 28;
  export const CLAUSES: usize = 32;
  export const DATASET: usize = 40;
  export const SUCCESS: usize = 48;
  export const FAILURE: usize = 56;
  export const OUTCOME: usize = 64;
  export const ACTIONS: usize = 72;
  export const PROVIDERS: usize = 80;
  export const PREFERRED: usize = 88;
  export const TAG: usize = 96;
  export const SEVERITY: usize = 100;
  export const RISK_SCORE: usize = 104;
  export const RULE_MEMBER: usize = 108;
  export const THREAT_MEMBER: usize = 112;
  export const KEYWARD_RULE: usize = 116;
  export const FIRSTS: usize = 120;
  export const SECONDS: usize = 136;
  export const ANCHORS: usize = 152;
}

export namespace Anchor {
  export const LETTERS_END: usize = 11;
  export const SIZE: usize = 11;
  export const PAIR_AT: usize = 12;
  export const BYTES: usize = 16;
}

export namespace Name {
  export const TEXT: usize = 0;
  export const LENGTH: usize = 2;
  export const IS_PART: usize = 3;
  export const BYTES: usize = 4;
}

export namespace ClueEntry {
  export const SCHEMAS: usize = 0;
  export const IS_WHOLE: usize = 1;
  export const TESTS: usize = 2;
  export const TESTS_END: usize = 4;
  export const BYTES: usize = 6;
}

export namespace TestEntry {
  export const BIT: usize = 0;
  export const KIND: usize = 1;
  export const TEXT: usize = 2;
  export const LENGTH: usize = 4;
  export const BYTES: usize = 6;
}

export namespace TestKind {
  export const EXISTS: u32 = 0;
  export const TEXT: u32 = 1;
  export const SCALAR: u32 = 2;
  export const WILDCARD: u32 = 3;
}

/** Operations of a program; smaller numbers are bits of tests. */
export namespace Op {
  export const AND: u32 = 64;
  export const OR: u32 = 65;
  export const NOT: u32 = 66;
  export const CLAUSE: u32 = 67;
}
