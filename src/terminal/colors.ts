import picocolors from "picocolors";

// Undefined, whatever its type says, where standard output is no terminal.
const { isTTY } = process.stdout as { isTTY?: boolean };

/** Colours for standard output: none when it is no terminal, or when NO_COLOR or a dumb terminal asks for none. */
export const colors = picocolors.createColors(picocolors.isColorSupported && isTTY === true);
