/** Where things are, and how the scripts run the tools. Only Node's own modules: this runs before the dependencies exist. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder, without a trailing separator. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The scripts behind the commands that the build and the tests use, from the root. */
export const tools = {
  asPect: "node_modules/@as-pect/cli/bin/asp.js",
  tsc: "node_modules/typescript/bin/tsc",
};

/**
 * Runs Node with arguments from the project's root, its output on this terminal. Returns its exit code; 1 when it was
 * ended by a signal or could not be started.
 */
export function runNode(args, env = {}) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (result.error) console.error(String(result.error));
  return result.status ?? 1;
}

/** As `runNode`, beside whatever else this process does: resolves to the exit code. */
export function startNode(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(String(error));
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** The files below a folder of the project, as paths from the root with `/`, sorted; none when the folder is absent. */
export function listFiles(folder) {
  const found = [];
  const pending = [folder];
  while (pending.length > 0) {
    const current = pending.pop();
    for (const entry of readFolder(join(root, current))) {
      const path = `${current}/${entry.name}`;
      if (entry.isDirectory()) pending.push(path);
      else found.push(path);
    }
  }
  return found.sort();
}

function readFolder(path) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}
