#!/usr/bin/env node
import { homedir, hostname } from 'node:os';
import type { Context } from './context.js';
import { VERSION } from './version.js';

const interrupt = new AbortController();

/** The first Ctrl-C ends what is under way in an orderly manner, the second at once. */
function onSignal(): void {
  interrupt.abort(new Error('interrupted'));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);

const { argv, env, platform, stdin, stdout, stderr } = process;
const args = argv.slice(2);

async function start(): Promise<number> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    stdout.write(`${VERSION}\n`);
    return 0;
  }
  const context: Context = {
    args,
    env,
    platform,
    home: homedir(),
    hostname: hostname(),
    stdin,
    stdout,
    stderr,
    signal: interrupt.signal,
    now: Date.now,
  };
  const { main } = await import('./main.js');
  return main(context);
}

void start().then((code) => {
  process.exitCode = code;
  return code;
});
