#!/usr/bin/env node
import { runCommand } from './command.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

const code = runCommand(process.argv.slice(2), {
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  stop: stop.signal,
});
void code.then((exitCode) => {
  process.exitCode = exitCode;
  return exitCode;
});
