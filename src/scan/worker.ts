/** A thread that scans files for findings. */
import { workerData } from "node:worker_threads";
import type { CompiledModule } from "../module.js";
import { FindingList } from "./finding-list.js";
import { serve } from "./serve.js";

const { compiled } = workerData as { compiled: CompiledModule };
serve(compiled, new FindingList());
