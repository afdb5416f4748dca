import picocolors from "picocolors";

// Undefined, despite its type, if standard output is not a terminal.
const { isTTY } = process.stdout as { isTTY?: boolean };

const isUsual = picocolors.isColorSupported && isTTY === true;

/** Colors for standard output: none if it is not a terminal, with NO_COLOR, or on a dumb terminal, unless `useColors` decides. */
export const colors = { ...picocolors.createColors(isUsual) };

export function useColors(when: "auto" | "always" | "never"): void {
  Object.assign(colors, picocolors.createColors(when === "auto" ? isUsual : when === "always"));
}
