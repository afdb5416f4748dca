/** The shape of a guide through one finding. No imports of Node's: the HTML page has this too. */

/** A piece of a section, in the order to be read. */
export type Block =
  /** A table of two columns. */
  | { kind: "facts"; rows: { label: string; value: string }[] }
  | { kind: "text"; text: string }
  /** A command for a POSIX shell, on one line, and what it is for. */
  | { kind: "command"; why: string; command: string }
  /** Something to paste into a file. */
  | { kind: "code"; language: "json"; text: string };

export interface Section {
  /** A question of the analyst's, or what is to be done. */
  title: string;
  blocks: Block[];
}

export interface Guide {
  /** What happened, in one line. */
  title: string;
  sections: Section[];
}
