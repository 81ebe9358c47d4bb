import { z } from 'zod/v4';
import { type Child, startChild } from '../children.js';
import { type Noise, watchMachine } from '../noise.js';
import { shuffled, type Spread, spread } from '../statistics.js';

/** What two servers did under the same load. */
export interface ServeResult {
  readonly rounds: number;
  readonly sliceMs: number;
  readonly lanes: number;
  /** The length of the answer's body. */
  readonly bytes: number;
  readonly noise: Noise;
  readonly standIn: Served;
  readonly hono: Served;
  /** The stand-in over the bare route, in the same round. */
  readonly ratio: Served;
  /** Microseconds of the generator's own CPU for each request to the bare route. */
  readonly generatorCpu: Spread;
}

/** Requests per second, and the server's CPU microseconds for each. */
export interface Served {
  readonly rate: Spread;
  readonly cpu: Spread;
}

/** How long and how often to measure. */
export interface ServeEffort {
  readonly rounds: number;
  readonly sliceMs: number;
  readonly progress: (line: string) => void;
}

const LANES = 16;

/** How many slices the round that is not counted takes the time of. */
const WARM_UP = 10;

const names = ['standIn', 'hono'] as const;

const answered = {
  start: z.object({ origin: z.string(), token: z.string() }),
  listen: z.object({ origin: z.string() }),
  cpu: z.object({ cpu: z.number() }),
  load: z.object({ requests: z.number(), ms: z.number(), cpu: z.number() }),
};

interface Slice {
  readonly rate: number;
  readonly cpu: number;
  readonly generatorCpu: number;
  readonly own: number;
}

type Round = Readonly<Record<(typeof names)[number], Slice>>;

type Turns = Readonly<Record<keyof Round, () => Promise<Slice>>>;

/** The stand-in and one bare route, each in its process, under load from a third, by turns. */
export async function measureServing({ rounds, sliceMs, progress }: ServeEffort): Promise<ServeResult> {
  const [standIn, hono, generator] = ['stand-in', 'hono', 'load'].map((name) => startChild(`standin/${name}.mjs`));
  if (!standIn || !hono || !generator) throw new Error('Three processes were asked for');
  try {
    const { origin, token } = await standIn.ask({ start: {} }, answered.start);
    const body = await accountText(origin, token);
    const bare = await hono.ask({ body }, answered.listen);
    const turnsOf = (ms: number): Turns => ({
      standIn: () => serve(standIn, generator, { origin, token, lanes: LANES, ms }),
      hono: () => serve(hono, generator, { origin: bare.origin, token, lanes: LANES, ms }),
    });
    const watch = watchMachine();
    const done: Round[] = [];
    // Round 0 warms both up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const slices = await oneRound(turnsOf(round === 0 ? WARM_UP * sliceMs : sliceMs));
      watch.round(slices.standIn.own + slices.hono.own);
      if (round > 0) done.push(slices);
      progress(`stand-in under load: round ${round} of ${rounds}`);
    }
    return { rounds, sliceMs, lanes: LANES, bytes: Buffer.byteLength(body), noise: watch.noise(), ...compare(done) };
  } finally {
    await Promise.all([standIn, hono, generator].map((child) => child.end()));
  }
}

async function accountText(origin: string, token: string): Promise<string> {
  const headers = { Accept: 'application/json', 'X-Plex-Client-Identifier': 'ticketstub-bench', 'X-Plex-Token': token };
  return (await fetch(`${origin}/api/v2/user`, { headers })).text();
}

async function oneRound(turns: Turns): Promise<Round> {
  const [first] = shuffled(names);
  if (first === 'standIn') {
    const standIn = await turns.standIn();
    return { standIn, hono: await turns.hono() };
  }
  const hono = await turns.hono();
  return { standIn: await turns.standIn(), hono };
}

async function serve(server: Child, generator: Child, work: object): Promise<Slice> {
  const before = await server.ask({}, answered.cpu);
  const { requests, ms, cpu: generatorCpu } = await generator.ask(work, answered.load);
  const after = await server.ask({}, answered.cpu);
  const used = after.cpu - before.cpu;
  return {
    rate: (requests * 1000) / ms,
    cpu: used / requests,
    generatorCpu: generatorCpu / requests,
    own: used + generatorCpu,
  };
}

function compare(rounds: readonly Round[]): Pick<ServeResult, 'standIn' | 'hono' | 'ratio' | 'generatorCpu'> {
  const both = (of: (round: Round) => Pick<Slice, 'rate' | 'cpu'>): Served => {
    const values = rounds.map(of);
    return { rate: spread(values.map(({ rate }) => rate)), cpu: spread(values.map(({ cpu }) => cpu)) };
  };
  return {
    standIn: both(({ standIn }) => standIn),
    hono: both(({ hono }) => hono),
    ratio: both(({ standIn, hono }) => ({ rate: standIn.rate / hono.rate, cpu: standIn.cpu / hono.cpu })),
    generatorCpu: spread(rounds.map(({ hono }) => hono.generatorCpu)),
  };
}
