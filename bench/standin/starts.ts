import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { type Noise, watchMachine } from '../noise.js';
import { type Spread, spread } from '../statistics.js';

/** What starting costs in a fresh process, in milliseconds. */
export interface Started {
  readonly load: Spread;
  readonly ready: Spread;
  readonly reset: Spread;
}

/** Starts with the database in memory and on a file. */
export interface StartsResult {
  readonly processes: number;
  readonly noise: Noise;
  readonly inMemory: Started;
  readonly onFile: Started;
}

const times = z.object({ load: z.number(), ready: z.number(), resets: z.array(z.number()), cpu: z.number() });

type Times = z.infer<typeof times>;

/** Starts stand-ins in processes of their own, by turns in memory and on a new file. */
export function measureStarts(processes: number, progress: (line: string) => void): StartsResult {
  const watch = watchMachine();
  const done: { memory: Times; file: Times }[] = [];
  // Round 0 fills the file cache and is not counted.
  for (let round = 0; round <= processes; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'ticketstub-bench-'));
    const both = { memory: start([]), file: start([join(folder, 'stand-in.db')]) };
    rmSync(folder, { recursive: true });
    watch.round(both.memory.cpu + both.file.cpu);
    if (round > 0) done.push(both);
    progress(`stand-in starts: round ${round} of ${processes}`);
  }
  return {
    processes,
    noise: watch.noise(),
    inMemory: summary(done.map(({ memory }) => memory)),
    onFile: summary(done.map(({ file }) => file)),
  };
}

function start(args: readonly string[]): Times {
  const { status, output } = spawnSync(process.execPath, [join(import.meta.dirname, 'start.mjs'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`A stand-in did not start: ${output.join('\n')}`);
  return times.parse(JSON.parse(output[3] ?? ''));
}

function summary(all: readonly Times[]): Started {
  return {
    load: spread(all.map(({ load }) => load)),
    ready: spread(all.map(({ ready }) => ready)),
    reset: spread(all.flatMap(({ resets }) => resets)),
  };
}
