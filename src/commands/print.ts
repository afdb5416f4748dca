import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { openStandardOutput, OutputClosed } from "../output/output.js";
import { OutputError } from "../file-errors.js";
import { Messages } from "../terminal/messages.js";

/**
 * Prints text on standard output. Resolves to the exit code: 2 when it could not be written, which a line on standard
 * error says; 0 also when its reader went away. Never rejects for either.
 */
export async function print(text: string): Promise<number> {
  try {
    const output = openStandardOutput();
    output.append(Buffer.from(text));
    await output.flush();
    return EXIT_OK;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_OK;
    if (!(error instanceof OutputError)) throw error;
    new Messages().line(error.message);
    return EXIT_TROUBLE;
  }
}
