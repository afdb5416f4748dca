import { inputName, inputStats } from "../input/input.js";
import { outputStats } from "../output/output.js";
import { FileError } from "../file-errors.js";
import { INPUTS } from "../messages/inputs.js";

/**
 * Emptying an input to write to it would lose it, and appending to it would never end. Rejects with a FileError if the output
 * (undefined: standard output) is one of the inputs, under any name.
 */
export async function refuseInputAsOutput(inputs: string[], outputPath: string | undefined): Promise<void> {
  const output = await outputStats(outputPath);
  if (!output?.isFile()) return;
  for (const input of inputs) {
    const stats = await inputStats(input);
    if (stats?.dev !== output.dev || stats.ino !== output.ino) continue;
    throw new FileError(inputName(input), INPUTS.isOutputToo);
  }
}
