/** One call a line on standard input, one answer a line on standard output. */
import "./webcrypto.js";
import { createInterface } from "node:readline";
import { answer } from "./bridge.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { name, given } = JSON.parse(line);
  console.log(JSON.stringify(await answer(name, given)));
}
