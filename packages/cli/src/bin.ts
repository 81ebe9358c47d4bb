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

const { argv, env, platform, stdout, stderr } = process;
const args = argv.slice(2);

/** Whoever reads no further, as `head` does, wants no more; what could not be written for another reason is missed by somebody. */
function onUnwritten(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  isUnwritten = true;
  process.exitCode = 1;
  stderr.write(`✗ the output cannot be written (${error.code})\n  next: look at the free space of where it goes\n`);
}

let isUnwritten = false;
stdout.on('error', onUnwritten);
// There is nobody left to tell.
stderr.on('error', () => {});

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
    // Opened by whoever reads it: to open a pipe takes longer than most of what a command does.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    signal: interrupt.signal,
    now: Date.now,
  };
  const { main } = await import('./main.js');
  return main(context);
}

// It ends by itself, once all that was printed is on its way: to end it would cut that off.
void start().then((code) => {
  process.exitCode = isUnwritten ? 1 : code;
  return code;
});
