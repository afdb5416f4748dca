/** Programs that may not be installed. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Reports whether a program is on the search path; prints a line if it is not. */
export function isInstalled(program: string): boolean {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      continue;
    }
  }
  console.error(`bench: ${program} is not installed: what it is compared with is not measured`);
  return false;
}
