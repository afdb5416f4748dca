/**
 * Prepares a fresh clone: checks Node, then installs the dependencies if they are missing or differ from package-lock.json. Every
 * script that needs them imports this first; it may use only Node's own modules.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./project.mjs";

const OLDEST_NODE = 20;

/** Ends the process with a message if this Node is too old for the project. */
export function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major >= OLDEST_NODE) return;
  console.error(`keyward: needs Node ${OLDEST_NODE} or newer, this is ${process.version} (${process.execPath})`);
  process.exit(1);
}

/** Installs what package-lock.json lists, unless it is all there. Ends the process if that fails. */
export function setUp() {
  checkNode();
  if (isInstalled()) return;
  console.error("keyward: installing dependencies (once; this can take a minute) …");
  const npm = npmCommand();
  // Not set in .npmrc: npm pack would skip prepack too.
  const result = spawnSync(npm.command, [...npm.args, "ci", "--ignore-scripts", "--no-progress"], {
    cwd: root,
    encoding: "utf8",
    shell: npm.shell,
  });
  if (result.status === 0 && isInstalled()) return;
  process.stderr.write(result.stdout ?? "");
  process.stderr.write(result.stderr ?? "");
  if (result.error) console.error(String(result.error));
  console.error("keyward: the dependencies could not be installed; see npm's output above.");
  console.error("keyward: check the network and npm's registry setting (npm ping), then run the same command again.");
  process.exit(1);
}

/** Reports whether node_modules has every package of package-lock.json, by npm's record of what it installed. */
function isInstalled() {
  const note = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(note)) return false;
  try {
    const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
    const installed = JSON.parse(readFileSync(note, "utf8")).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      // "" is the project itself; packages for other platforms are in the lock but not installed.
      if (path === "" || entry.optional) return true;
      return installed[path]?.version === entry.version && existsSync(join(root, path));
    });
  } catch {
    return false;
  }
}

/** Returns the npm that runs this script, or else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return { command: process.execPath, args: [script], shell: false };
  // On Windows npm is a .cmd file, which only a shell can start.
  return { command: "npm", args: [], shell: process.platform === "win32" };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) setUp();
