import { EXIT_OK, EXIT_TROUBLE } from "./exit-codes.js";
import { OutputClosed, type Output } from "../output/output.js";
import { openOutput } from "../output/output-file.js";
import { OutputError } from "../file-errors.js";
import { Messages } from "../terminal/messages.js";
import { INPUTS } from "../messages/inputs.js";

/**
 * Prints text on standard output, or writes it to a file. Resolves to the exit code: 2 if it could not be written, which a line
 * on standard error reports; 0 also if the reader went away. Never rejects for either.
 */
export async function print(text: string, path?: string): Promise<number> {
  try {
    const output = await openOutput(path);
    output.append(Buffer.from(text));
    await output.flush();
    await output.close();
    return EXIT_OK;
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT_OK;
    if (!(error instanceof OutputError)) throw error;
    new Messages().line(error.message);
    return EXIT_TROUBLE;
  }
}

/** Writes the collected output. If nothing was read, a file keeps its content, which a line reports. */
export async function finishOutput(
  output: Output,
  path: string | undefined,
  wasRead: boolean,
  messages: Messages,
): Promise<void> {
  if (path !== undefined && !wasRead) {
    await output.abandon();
    messages.line(`${path}: ${INPUTS.notWritten}`);
    return;
  }
  await output.flush();
  await output.close();
}
