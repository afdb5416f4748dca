import { colors } from "./colors.js";

/** The colours of a table: none where it is no terminal that it is for. */
export interface Paint {
  dim: (text: string) => string;
  bold: (text: string) => string;
  /** The colour of a verdict for any text. */
  verdict: (verdict: string, text: string) => string;
}

const asItIs = (text: string): string => text;

export const NO_PAINT: Paint = { dim: asItIs, bold: asItIs, verdict: (_, text) => text };

/** How a table is written: as wide as the terminal, and in its colours; in full and without them into a file. */
export function tableStyle({ output, wide }: { output?: string; wide?: boolean }): {
  columns: number | undefined;
  paint: Paint;
} {
  if (output !== undefined) return { columns: undefined, paint: NO_PAINT };
  const { isTTY, columns } = process.stdout;
  return { columns: isTTY && wide !== true ? columns : undefined, paint: TERMINAL_PAINT };
}

/** For standard output, as far as it takes colours. */
export const TERMINAL_PAINT: Paint = {
  dim: (text) => colors.dim(text),
  bold: (text) => colors.bold(text),
  verdict: (verdict, text) => {
    if (verdict === "match") return colors.bold(colors.red(text));
    if (verdict === "possible") return colors.bold(colors.yellow(text));
    return verdict === "suppressed" || verdict === "duplicate" ? colors.dim(text) : colors.yellow(text);
  },
};
