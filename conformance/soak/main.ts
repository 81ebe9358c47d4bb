import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readText, root } from '../../tools/repository.js';
import { type Display, openDisplay } from './display.js';
import { PAGE_MINUTES, type Ran, renderSoakPage } from './page.js';
import { parts } from './parts.js';
import { type PartResult, runParts } from './run.js';

const { stderr, stdout } = process;

const PAGE = 'docs/soak.md';

const USAGE = `Usage: npm run soak [-- --minutes N] [--seed N] [--part NAME] [--json FILE]

  --minutes N   how long all parts take together (30)
  --seed N      repeats the choices of an earlier run
  --part NAME   one part alone: ${parts.map(({ name }) => name).join(', ')}
  --json FILE   writes what was found
`;

const HIGHEST_SEED = 0x7f_ff_ff_ff;

const flagsSchema = z.object({
  minutes: z.coerce.number().positive().max(600).default(30),
  seed: z.coerce.number().int().min(0).max(HIGHEST_SEED).optional(),
  part: z.enum(parts.map(({ name }) => name)).optional(),
  json: z.string().min(1).optional(),
});

type Flags = z.output<typeof flagsSchema>;

function readFlags(): Flags | undefined {
  const text = { type: 'string' } as const;
  try {
    return flagsSchema.parse(parseArgs({ options: { minutes: text, seed: text, part: text, json: text } }).values);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    stderr.write(`${why}\n${USAGE}`);
    return undefined;
  }
}

function plain({ failure, ...result }: PartResult): object {
  return failure === undefined ? result : { ...result, failure: failure.message };
}

/** Until Ctrl-C, or until the process is asked to end. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

/** Keeps what a run found where it was asked to; a whole run of all parts is told in the page. */
function keep({ seed, minutes, results }: Ran, { part, json }: Flags): void {
  const found = { seed, minutes, parts: results.map(plain) };
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(found, null, 2)}\n`);
  if (minutes < PAGE_MINUTES || part !== undefined) return;
  writeFileSync(join(root, PAGE), renderSoakPage(readText(PAGE), { seed, minutes, results }));
}

function conclude(display: Display, { seed, minutes, results }: Ran): boolean {
  const broken = results.filter(({ failure }) => failure !== undefined);
  for (const { part, failure } of broken) {
    display.line(`\n${part}: ${failure?.stack ?? ''}`);
    display.line(`Again: npm run soak -- --minutes ${minutes} --seed ${seed} --part '${part}'`);
  }
  if (broken.length === 0) display.line(`All ${results.length} parts kept every promise.`);
  return broken.length === 0;
}

async function run(given: Flags): Promise<0 | 1> {
  const { minutes, part, seed = Date.now() % HIGHEST_SEED } = given;
  const milliseconds = minutes * 60_000;
  const signal = untilStopped();
  const chosen = parts.filter(({ name }) => part === undefined || name === part);
  const display = openDisplay(stdout, milliseconds);
  display.line(`The stand-in under fire for ${minutes} minutes, seed ${seed}`);
  const results = await runParts(chosen, { seed, milliseconds, signal }, display);
  display.close();
  if (signal.aborted) {
    display.line('Stopped before its time.');
    return 1;
  }
  keep({ seed, minutes, results }, given);
  return conclude(display, { seed, minutes, results }) ? 0 : 1;
}

const flags = readFlags();
process.exitCode = flags === undefined ? 2 : await run(flags);
