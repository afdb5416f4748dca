/** Keyward's library: the module, and an emulator of the host that it runs in. */
export {
  compileModule,
  instantiateModule,
  loadModule,
  ModuleError,
  type CompiledModule,
  type FilterFunction,
  type GuestExports,
  type InstanceOptions,
  type KeywardModule,
  type RecordTime,
} from "./module.js";
export { FluentBitHost, type DropReason, type FilterResult, type FluentBitHostOptions } from "./hosts/fluent-bit.js";
export { Wasi, type WasiOptions } from "./wasi.js";
