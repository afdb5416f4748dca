import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The built module, as a file URL. */
export const BUILT_MODULE = new URL("../../../keyward.wasm", import.meta.url);

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Returns a new folder, removed when the test file's process ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "keyward-"));
  folders.push(folder);
  return folder;
}
