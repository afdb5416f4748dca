/** What is wrong with a module, and how it differs from this command line. */
export const MODULES = {
  notBuilt: (reason: string) => `${reason} (npm run build makes it)`,
  notWasm: (reason: string) => `not a WASM module (${reason})`,
  lacksExports: (names: string) => `not a Keyward module, it does not export ${names}`,
  noInstance: (reason: string) => `cannot be instantiated (${reason})`,
  noWasmFile: "no WASM file",
  notKeywards: "a WASM module, but not Keyward's",
  noRule: (reason: string) => `its rule cannot be read (${reason})`,
  notForNode: "not the module for Node",
  forOtherHost: (host: string, asked: string) => `a module for ${host}, not for ${asked}`,

  inForce: (digits: string) => `its configuration is in force, ${digits}`,
  noConfiguration:
    "carries no configuration: the plain rule is in force; give a keyward.json that its host opens with --config",
  statesNoVersion: (own: string) =>
    `does not state its version of Keyward, and this command line is ${own}: the module may judge differently`,
  otherVersion: (version: string, own: string) =>
    `is Keyward ${version}, and this command line is ${own}: the module may judge differently`,
  otherRule: (name: string, version: string | number, own: string, ownVersion: string | number) =>
    `has another rule, ${name}, version ${version}; events are judged by the rule of this command line, ${own}, version ${ownVersion}`,
  configBeside: "--config beside it",
  oneOfTheTwo: "one of the two",

  noMemoryForMatch: "the module has no memory for a match",
  noMemoryForChunk: "the module has no memory for a chunk",
  memoryGrew: "the module's memory grew while it searched",

  written: (bytes: number, config: string) => `${bytes} bytes, carries ${config}`,
  carriesAlready: "carries a configuration already; take the module that npm run build wrote",
  cannotCarry: (reason: string) => `not a Keyward module that can carry a configuration (${reason})`,
  noSection: (id: number) => `it has no section ${id}`,
  noGlobal: (name: string) => `it does not export the global ${name}`,
  segmentNotActive: "a data segment is not an active one",
  segmentNowhere: "a data segment has no address",
  headerToNothing: "its header points to no configuration",
  notConstant: "an initializer is not a constant",
  moreThanConstant: "an initializer is more than a constant",
  endsEarly: "the binary ends too early",
};
