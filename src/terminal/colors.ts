import picocolors from "picocolors";

// Undefined, whatever its type says, where standard output is no terminal.
const { isTTY } = process.stdout as { isTTY?: boolean };

const isUsual = picocolors.isColorSupported && isTTY === true;

/** Colours for standard output: none when it is no terminal, or when NO_COLOR or a dumb terminal asks for none, unless `useColors` says. */
export const colors = { ...picocolors.createColors(isUsual) };

export function useColors(when: "auto" | "always" | "never"): void {
  Object.assign(colors, picocolors.createColors(when === "auto" ? isUsual : when === "always"));
}
