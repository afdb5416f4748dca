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

/** For standard output, as far as it takes colours. */
export const TERMINAL_PAINT: Paint = {
  dim: colors.dim,
  bold: colors.bold,
  verdict: (verdict, text) => {
    if (verdict === "match") return colors.bold(colors.red(text));
    if (verdict === "possible") return colors.bold(colors.yellow(text));
    return verdict === "suppressed" || verdict === "duplicate" ? colors.dim(text) : colors.yellow(text);
  },
};
