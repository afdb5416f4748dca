import { colors } from "./colors.js";

/** The colors of a table; none if it is not for a terminal. */
export interface Paint {
  dim: (text: string) => string;
  bold: (text: string) => string;
  /** Colors any text by a verdict. */
  verdict: (verdict: string, text: string) => string;
}

const asItIs = (text: string): string => text;

export const NO_PAINT: Paint = { dim: asItIs, bold: asItIs, verdict: (_, text) => text };

/** Returns the style of a table: the width and colors of the terminal, or full and plain for a file. */
export function tableStyle({ output, wide }: { output?: string; wide?: boolean }): {
  columns: number | undefined;
  paint: Paint;
} {
  if (output !== undefined) return { columns: undefined, paint: NO_PAINT };
  const { isTTY, columns } = process.stdout;
  return { columns: isTTY && wide !== true ? columns : undefined, paint: TERMINAL_PAINT };
}

/** Colors for standard output, if it supports them. */
export const TERMINAL_PAINT: Paint = {
  dim: (text) => colors.dim(text),
  bold: (text) => colors.bold(text),
  verdict: (verdict, text) => {
    if (verdict === "match") return colors.bold(colors.red(text));
    if (verdict === "possible") return colors.bold(colors.yellow(text));
    return verdict === "suppressed" || verdict === "duplicate" ? colors.dim(text) : colors.yellow(text);
  },
};
