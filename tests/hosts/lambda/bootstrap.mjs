/**
 * Lambda's runtime, as far as a handler needs it: takes events from the Runtime API, and posts the handler's results
 * (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Arguments: the handler's file, and its name there. Prints the
 * handler's processor time in a line `cpu MICROSECONDS`.
 */
import { pathToFileURL } from "node:url";

const [file, name] = process.argv.slice(2);
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const loaded = await import(pathToFileURL(file).href);
// A CommonJS bundle's exports are its default.
const handler = loaded[name] ?? loaded.default[name];

for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const event = await next.json();
  const before = process.cpuUsage();
  const [kind, result] = await handler(event).then(
    (given) => ["response", given ?? null],
    (error) => ["error", { errorType: error.name, errorMessage: error.message }],
  );
  const { user, system } = process.cpuUsage(before);
  console.log(`cpu ${user + system}`);
  await (await fetch(`${api}/invocation/${id}/${kind}`, { method: "POST", body: JSON.stringify(result) })).text();
}
