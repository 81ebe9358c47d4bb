import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { inMegabytes } from '../measure.js';
import { type Part, type Soaking, hold } from '../part.js';
import { openGround, seedOf } from '../seeds.js';

/** Stand-ins that are started and closed in one process. */
const STARTS = 200;

/** How long that may take, in milliseconds, on a busy machine. */
const PATIENCE = 180_000;

/** Looks, one each twenty starts, that are taken before the code is warm. */
const WARM_UP = 3;

/** What compiled code and its feedback may add to the heap: a stand-in that stayed would be larger by itself. */
const NOISE = 2_000_000;

const looks = z
  .array(z.object({ heap: z.number(), memory: z.number(), resources: z.array(z.string()) }))
  .min(WARM_UP + 2);

async function once(soaking: Soaking, number: number): Promise<void> {
  await using ground = await openGround(seedOf({ people: 0, servers: 0, guests: 0 }));
  const program = join(import.meta.dirname, 'starts.mjs');
  const args = ['--expose-gc', program, String(STARTS), ground.file(`starts-${number}.sqlite`)];
  const options = { timeout: PATIENCE, signal: soaking.signal };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const seen = looks.parse(JSON.parse(stdout)).slice(WARM_UP);
  const [first, last] = [seen[0], seen.at(-1)];
  const grown = (last?.heap ?? 0) - (first?.heap ?? 0);
  soaking.report({ 'heap grew by': inMegabytes(grown) });
  const [before, after] = [seen[0], last].map((found) => found?.resources.toSorted().join(', '));
  hold(before === after, `after ${STARTS} closed stand-ins there is ${after}, there was ${before}`);
  hold(grown < NOISE, `the heap grew by ${inMegabytes(grown)} in ${(seen.length - 1) * 20} starts`);
}

async function run(soaking: Soaking): Promise<void> {
  for (let times = 1; !soaking.signal.aborted && (times === 1 || soaking.hasTime()); times += 1) {
    await once(soaking, times);
    soaking.say(`${times * STARTS} starts`);
    soaking.report({ starts: times * STARTS });
  }
}

/** Stand-ins that are started and closed one after another in one process leave nothing behind. */
export const starts: Part = { name: 'started and closed', share: 1, run };
