// A transformation of Firehose's: each record comes back, and those with something to say are annotated.
// output: "alerts" lets nothing but alerts through, "opened" unpacks CloudWatch Logs.
import { firehoseHandler } from "keyward/lambda";

export const handler = firehoseHandler({ output: "annotated" });
