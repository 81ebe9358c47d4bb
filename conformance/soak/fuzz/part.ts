import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { Broken, type Part, type Soaking, hold } from '../part.js';
import { type StandInProcess, startProcess } from '../standin-process.js';
import { bombard } from './battery.js';
import { castOf, prepare, type Target } from './target.js';

/** Volleys between two looks at the process. */
const RUNS = 10;

/** Rounds until a process has grown to what it needs: its code is compiled, its pools are filled. */
const WARM = 3;

/** Megabytes that a process of Node grows and shrinks by without holding on to anything. */
const NOISE = 96;

/** Descriptors that come and go, as connections that are being closed. */
const SPARE = 4;

const PATIENCE = 15_000;

/** What a process holds. */
interface Weight {
  readonly handles: number;
  readonly megabytes: number;
}

async function weigh({ pid }: StandInProcess): Promise<Weight> {
  const handles = (await readdir(`/proc/${pid}/fd`)).length;
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { handles, megabytes: Math.round(Number(kilobytes) / 1024) };
}

/** What a process holds after a reset, when the connections of the volleys are gone. */
async function settled(plex: StandInProcess, target: Target, handles = Infinity): Promise<Weight> {
  await prepare(target);
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const weight = await weigh(plex);
    if (weight.handles <= handles || performance.now() > deadline) return weight;
    await pass(100);
  }
}

async function bombardProcess(soaking: Soaking, plex: StandInProcess, target: Target): Promise<void> {
  let before: Weight | undefined;
  let rounds = 0;
  do {
    const broken = await bombard(target, { seed: soaking.random.int(0, 0x7f_ff_ff_ff), runs: RUNS });
    if (broken !== undefined) throw new Broken(broken);
    rounds += 1;
    const now = await settled(plex, target, before === undefined ? undefined : before.handles + SPARE);
    if (rounds <= WARM) before = now;
    soaking.report({ volleys: rounds * RUNS, handles: now.handles, MB: now.megabytes });
    soaking.say(`${rounds * RUNS} volleys, ${now.handles} handles, ${now.megabytes} MB`);
    if (before === undefined) continue;
    hold(now.handles <= before.handles + SPARE, `handles stay: there were ${before.handles}, now ${now.handles}`);
    hold(now.megabytes <= before.megabytes + NOISE, `memory stays: ${before.megabytes} MB, now ${now.megabytes}`);
  } while (soaking.hasTime());
}

/** Every HTTP entry of a stand-in, in a process of its own, under requests that nobody in their right mind sends. */
export const fuzz: Part = {
  name: 'fuzz',
  share: 2,
  async run(soaking) {
    const folder = await mkdtemp(join(tmpdir(), 'ticketstub-fuzz-'));
    const database = join(folder, 'standin.db');
    const plex = await startProcess(['--database', database]);
    try {
      const origins = {
        'plex.tv': plex.url,
        Attic: plex.servers.get('Attic') ?? '',
        Cellar: plex.servers.get('Cellar') ?? '',
      };
      const target: Target = { ...(await castOf(database)), origins, printed: () => plex.printed() };
      await bombardProcess(soaking, plex, target);
    } finally {
      await plex.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
