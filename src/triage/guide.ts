/** The shape of a guide through one finding. No Node imports: the HTML page uses it too. */

/** Part of a section, in reading order. */
export type Block =
  /** A table with two columns. */
  | { kind: "facts"; rows: { label: string; value: string }[] }
  | { kind: "text"; text: string }
  /** A command for a POSIX shell, on one line, and what it is for. */
  | { kind: "command"; why: string; command: string }
  /** Something to paste into a file. */
  | { kind: "code"; language: "json"; text: string };

export interface Section {
  /** A question that an analyst has, or what to do. */
  title: string;
  blocks: Block[];
}

export interface Guide {
  /** What happened, in one line. */
  title: string;
  sections: Section[];
}
