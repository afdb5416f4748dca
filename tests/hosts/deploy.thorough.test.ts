/** examples/deploy: each file passes the linter or schema of what reads it, and the pipeline does its work. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { startReceivers, type Received } from "../emulators/alert-receivers.js";
import { serveExample } from "../emulators/fluent-bit-pipeline.js";
import { rawEvent } from "../node/support/logs.js";
import { temporaryFolder } from "../node/support/files.js";
import { freePorts } from "../node/support/ports.js";
import { PROJECT_ROOT, VERSION } from "../oracle/project.js";
import { findFluentBit, startFluentBit } from "./fluent-bit.js";
import { programFor, type ProgramName } from "./programs.js";

const FOLDER = join(PROJECT_ROOT, "examples", "deploy");
const BUILD = join(PROJECT_ROOT, "build");
const MODULES = ["keyward.wasm", "keyward.alert.wasm"];
const ENV = { KEYWARD_DIR: BUILD, ALERT_HOST: "127.0.0.1", ALERT_PORT: "1", ALERT_TLS: "off", WEBHOOK_TOKEN: "token" };

const read = (name: string): string => readFileSync(join(FOLDER, name), "utf8");
const fluentBit = findFluentBit();

type Section = Record<string, unknown>;

/** Returns what is wrong with a file according to a program; undefined if the program is missing. */
async function lint(t: TestContext, name: ProgramName, options: readonly string[], path: string) {
  const program = await programFor(t, name);
  if (program === undefined) return undefined;
  const { status, stdout, stderr } = spawnSync(program.command, [...program.options, ...options, path], {
    encoding: "utf8",
    env: { ...process.env, ...program.env },
  });
  return { status, said: stdout + stderr };
}

const KUBERNETES = ["--strict", "--quiet"];

/** Returns the sections of a configuration in the classic format: their names, and their properties in order. */
function readClassic(text: string): [name: string, properties: [string, string][]][] {
  const sections: [string, [string, string][]][] = [];
  for (const line of text.split("\n")) {
    const name = /^\[(\w+)\]$/.exec(line)?.[1];
    const [, key, value] = /^ +(\w+) +(.*)$/.exec(line) ?? [];
    if (name !== undefined) sections.push([name.toLowerCase(), []]);
    else if (key !== undefined && value !== undefined) sections.at(-1)?.[1].push([key, value]);
    else assert.match(line, /^(#.*)?$/);
  }
  return sections;
}

describe("the pipeline of every deployment", () => {
  it("is the same in YAML and in the classic format", () => {
    const { service, pipeline } = parse(read("fluent-bit.yaml")) as {
      service: Section;
      pipeline: { inputs: Section[]; filters: Section[]; outputs: Section[] };
    };
    const flat = (section: Section): [string, string][] =>
      Object.entries(section).flatMap(([key, value]): [string, string][] =>
        [value].flat().map((one) => [key, String(one)]),
      );
    const expected = [
      ["service", flat(service)],
      ...pipeline.inputs.map((section) => ["input", flat(section)]),
      ...pipeline.filters.map((section) => ["filter", flat(section)]),
      ...pipeline.outputs.map((section) => ["output", flat(section)]),
    ];
    assert.deepEqual(readClassic(read("fluent-bit.conf")), expected);
  });

  it("has an alert for an event, with the trail next to it, in the emulator", async () => {
    const received: Received[] = [];
    const slack = await startReceivers((one) => received.push(one));
    const path = pathToFileURL(join(FOLDER, "fluent-bit.yaml"));
    const env = { ...ENV, ALERT_PORT: String(slack.port) };
    const trails: number[] = [];
    const { port, close } = await serveExample(path, BUILD, env, (outcomes) => {
      trails.push(outcomes[0]?.lines?.length ?? -1);
    });
    try {
      await post(port, JSON.stringify(rawEvent({ id: "e-1" })));
      for (let tries = 0; trails.length === 0 && tries < 100; tries++) await setTimeout(20);
    } finally {
      close();
      await slack.close();
    }
    assert.deepEqual([trails, received.map(({ vendor, problems }) => [vendor, problems])], [[1], [["webhook", []]]]);
  });

  for (const name of ["fluent-bit.yaml", "fluent-bit.conf"]) {
    it(`is accepted by a real Fluent Bit, and works there: ${name}`, async (t) => {
      if (fluentBit === undefined) {
        t.skip("KEYWARD_FLUENT_BIT names no Fluent Bit: only the emulator was run");
        return;
      }
      const folder = await temporaryFolder();
      const received: Received[] = [];
      const webhook = await startReceivers((one) => received.push(one));
      const [events = 0, metrics = 0] = await freePorts(2);
      const text = read(name)
        .replace(/9880/, String(events))
        .replace(/2020/, String(metrics))
        .replaceAll("0.0.0.0", "127.0.0.1");
      writeFileSync(join(folder, name), text);
      const running = startFluentBit(fluentBit, ["-c", name], folder, { ...ENV, ALERT_PORT: String(webhook.port) });
      try {
        for (let tries = 0; tries < 100 && !running.said().includes("listening on"); tries++) await setTimeout(100);
        await setTimeout(300);
        await post(events, JSON.stringify(rawEvent({ id: "e-1" })));
        for (let tries = 0; received.length === 0 && tries < 50; tries++) await setTimeout(100);
        assert.equal((await fetch(`http://127.0.0.1:${metrics}/api/v1/health`)).status, 200);
      } finally {
        await running.stop();
        await webhook.close();
      }
      assert.deepEqual(
        received.map(({ vendor, problems }) => [vendor, problems]),
        [["webhook", []]],
        running.said(),
      );
      assert.match(running.said(), /"eventID":"e-1".*"keyward":\{"verdict":"match"/);
    });
  }
});

async function post(port: number, event: string): Promise<void> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: event };
  assert.equal((await fetch(`http://127.0.0.1:${port}/cloudtrail`, init)).status, 200);
}

describe("Kubernetes", () => {
  it("accepts the DaemonSet and its Service, by its own schemas", async (t) => {
    assert.equal(parseAllDocuments(read("daemonset.yaml")).length, 2);
    const linted = await lint(t, "kubernetes-validate", KUBERNETES, join(FOLDER, "daemonset.yaml"));
    if (linted !== undefined) assert.deepEqual(linted, { status: 0, said: "" });
  });

  it("would reject an unknown name", async (t) => {
    const wrong = join(await temporaryFolder(), "wrong.yaml");
    writeFileSync(wrong, read("daemonset.yaml").replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"));
    const linted = await lint(t, "kubernetes-validate", KUBERNETES, wrong);
    if (linted === undefined) return;
    assert.notEqual(linted.status, 0);
    assert.match(linted.said, /readOnlyRootFileSystem/);
  });

  it("gets the modules in the ConfigMap, byte for byte, under a name that changes with them", async (t) => {
    const kustomize = await programFor(t, "kustomize");
    if (kustomize === undefined) return;
    const build = async (module: Buffer): Promise<string> => {
      const folder = await temporaryFolder();
      for (const name of ["kustomization.yaml", "daemonset.yaml", "fluent-bit.yaml"]) {
        copyFileSync(join(FOLDER, name), join(folder, name));
      }
      for (const name of MODULES) writeFileSync(join(folder, name), module);
      return execFileSync(kustomize.command, ["build", folder], { encoding: "utf8", maxBuffer: 1 << 26 });
    };
    const module = readFileSync(join(BUILD, "keyward.wasm"));
    const built = await build(module);
    const documents = parseAllDocuments(built).map((one) => one.toJS() as Section);
    const { metadata, binaryData, data } = documents.find(({ kind }) => kind === "ConfigMap") as {
      metadata: { name: string };
      binaryData: Record<string, string>;
      data: Record<string, string>;
    };
    assert.deepEqual([Object.keys(binaryData).sort(), Object.keys(data)], [[...MODULES].sort(), ["fluent-bit.yaml"]]);
    for (const name of MODULES) assert.ok(Buffer.from(binaryData[name] ?? "", "base64").equals(module), name);
    assert.match(metadata.name, /^keyward-\w+$/);
    assert.equal(built.split(metadata.name).length, 3, "the DaemonSet mounts it");
    assert.ok(!(await build(Buffer.concat([module, Buffer.of(0)]))).includes(metadata.name));
    const path = join(await temporaryFolder(), "built.yaml");
    writeFileSync(path, built);
    const linted = await lint(t, "kubernetes-validate", KUBERNETES, path);
    if (linted !== undefined) assert.deepEqual(linted, { status: 0, said: "" });
  });
});

/** The values of chart fluent-bit 0.58.1 (values.yaml, github.com/fluent/helm-charts) that helm-values.yaml may use. */
const CHART_VALUES = [
  ...["kind", "replicaCount", "image", "serviceAccount", "rbac", "podSecurityContext", "securityContext", "service"],
  ...[
    "livenessProbe",
    "readinessProbe",
    "resources",
    "env",
    "envFrom",
    "extraPorts",
    "extraVolumes",
    "extraVolumeMounts",
  ],
  ...["existingConfigMap", "config", "args", "command", "initContainers", "hotReload", "nodeSelector", "tolerations"],
];

describe("the values for Helm", () => {
  const values = parse(read("helm-values.yaml")) as Section & { initContainers: { args: string[] }[] };

  it("exist in the chart", () => {
    for (const name of Object.keys(values)) assert.ok(CHART_VALUES.includes(name), name);
  });

  it("produce a pod that Kubernetes accepts", async (t) => {
    // Combined as in templates/_pod.tpl.
    const { args, env, envFrom, initContainers, livenessProbe, readinessProbe, resources } = values;
    const ports = (values.extraPorts as Section[]).map(({ name, containerPort, protocol }) => ({
      name,
      containerPort,
      protocol,
    }));
    const container = { name: "fluent-bit", image: "fluent-bit", volumeMounts: values.extraVolumeMounts };
    const spec = {
      initContainers,
      containers: [{ ...container, args, env, envFrom, livenessProbe, readinessProbe, resources, ports }],
      volumes: values.extraVolumes,
    };
    const path = join(await temporaryFolder(), "pod.yaml");
    writeFileSync(path, JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "keyward" }, spec }));
    const linted = await lint(t, "kubernetes-validate", KUBERNETES, path);
    if (linted !== undefined) assert.deepEqual(linted, { status: 0, said: "" });
  });

  it("download this version, and start nothing with a module whose checksum is wrong", async () => {
    assert.ok(read("helm-values.yaml").includes(`/releases/download/v${VERSION}\n`));
    const folder = await temporaryFolder();
    const release = await temporaryFolder();
    for (const name of MODULES)
      copyFileSync(join(BUILD, name), join(release, name.replace(".wasm", `-${VERSION}.wasm`)));
    const sums = spawnSync("sha256sum", readdirSync(release), { cwd: release, encoding: "utf8" }).stdout;
    writeFileSync(join(release, "SHA256SUMS"), `${sums}${"0".repeat(64)}  keyward.bento-${VERSION}.wasm\n`);
    const script = (values.initContainers[0]?.args[0] ?? "").replace("cd /keyward\n", "");
    const run = () =>
      spawnSync("sh", ["-ec", script], {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, RELEASE: pathToFileURL(release).href, VERSION },
      });
    const { status, stderr } = run();
    assert.equal(status, 0, stderr);
    for (const name of MODULES)
      assert.ok(readFileSync(join(folder, name)).equals(readFileSync(join(BUILD, name))), name);
    writeFileSync(join(release, `keyward-${VERSION}.wasm`), "cut off");
    assert.notEqual(run().status, 0);
    assert.ok(readFileSync(join(folder, "keyward.wasm")).equals(readFileSync(join(BUILD, "keyward.wasm"))));
  });
});

describe("ECS", () => {
  it("has a template that passes cfn-lint", async (t) => {
    const linted = await lint(t, "cfn-lint", [], join(FOLDER, "ecs.yaml"));
    if (linted !== undefined) assert.deepEqual(linted, { status: 0, said: "" });
  });

  it("includes what the image has at that path, with the plain filter for FireLens' tags", () => {
    assert.match(read("Dockerfile"), /^COPY keyward\.wasm firelens\.conf \/keyward\/$/m);
    assert.match(read("ecs.yaml"), /config-file-value: \/keyward\/firelens\.conf\n/);
    const [[section, properties] = ["", []], ...more] = readClassic(read("firelens.conf"));
    const { wasm_path: path, function_name: name, match } = Object.fromEntries(properties);
    assert.deepEqual(
      [section, path, name, match, more],
      ["filter", "/keyward/keyward.wasm", "tag", "*-firelens-*", []],
    );
  });
});

describe("systemd", () => {
  it("accepts the unit", async (t) => {
    if (spawnSync("systemd-analyze", ["--version"]).error !== undefined) {
      assert.notEqual(process.env.CI, "true", "systemd-analyze is missing");
      t.skip("no systemd-analyze on the path: keyward.service was not verified");
      return;
    }
    const path = join(await temporaryFolder(), "keyward.service");
    // It requires the program to exist.
    writeFileSync(path, read("keyward.service").replace("/opt/fluent-bit/bin/fluent-bit", "/bin/true"));
    const verify = (unit: string) => spawnSync("systemd-analyze", ["verify", "--man=no", unit], { encoding: "utf8" });
    const { status, stdout, stderr } = verify(path);
    assert.deepEqual([status, stdout + stderr], [0, ""]);
    writeFileSync(path, readFileSync(path, "utf8").replace("ProtectSystem=strict", "ProtectSystem=stricter"));
    assert.match(verify(path).stderr, /stricter/);
  });

  it("starts and reloads only modules with the right checksums, before Fluent Bit is notified", async () => {
    const unit = read("keyward.service");
    const check = "/usr/bin/sha256sum --check --quiet --strict SHA256SUMS";
    assert.ok(unit.includes(`ExecStartPre=${check}\nExecStart=`));
    assert.ok(unit.includes(`ExecReload=${check}\nExecReload=/bin/kill -HUP $MAINPID\n`));
    const folder = await temporaryFolder();
    for (const name of MODULES) copyFileSync(join(BUILD, name), join(folder, name));
    assert.equal(spawnSync("sh", ["-c", "sha256sum *.wasm > SHA256SUMS"], { cwd: folder }).status, 0);
    const run = () => spawnSync("sh", ["-c", check], { cwd: folder }).status;
    assert.equal(run(), 0);
    writeFileSync(join(folder, "keyward.wasm"), "cut off");
    assert.notEqual(run(), 0);
  });
});
