/** Paths, and how the scripts run the tools. Uses only Node's own modules: it runs before the dependencies exist. */
import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder, without a trailing separator. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The scripts of the tools that the build and the tests use, relative to the root. */
export const tools = {
  asPect: "node_modules/@as-pect/cli/bin/asp.js",
  tsc: "node_modules/typescript/bin/tsc",
};

/**
 * Runs Node from the project's root, with output on this terminal. Returns its exit code; 1 if a signal ended it or it could not
 * be started.
 */
export function runNode(args, env = {}) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (result.error) console.error(String(result.error));
  return result.status ?? 1;
}

/** Does the same in parallel; resolves to the exit code. */
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

/** Returns the files below a folder as sorted paths from the root, with `/`; none if the folder does not exist. */
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
