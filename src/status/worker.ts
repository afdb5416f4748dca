/** A thread that reads files for the events of keys. */
import { workerData } from "node:worker_threads";
import type { CompiledModule } from "../module.js";
import { serve } from "../scan/serve.js";
import { KeyEventReader } from "./key-event-reader.js";

export interface KeyEventsData {
  compiled: CompiledModule;
  /** Later events are left out. */
  until: number;
}

const { compiled, until } = workerData as KeyEventsData;
serve(compiled, new KeyEventReader(until));
