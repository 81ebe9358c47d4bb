import { z } from 'zod/v4';
import { type Child, startChild } from '../children.js';
import { type Noise, type Watch, watchMachine } from '../noise.js';
import { shuffled, type Spread, spread } from '../statistics.js';
import { type Answers, recordAnswers } from './answers.js';
import { type Call, callNames, type Contender, contenders } from './contenders.js';

/** How long and how often to measure. */
export interface Effort {
  readonly rounds: number;
  /** How many of them before all processes are new: what a process's own luck does to its speed lasts as long as it lives. */
  readonly roundsEach: number;
  readonly sliceMs: number;
  /** Whether a round warms every process up first, not counted. */
  readonly warmUp: boolean;
}

/** What one contender did at one call and one number of lanes, over all rounds. */
export interface CallFigures {
  readonly contender: string;
  readonly call: Call;
  readonly lanes: number;
  readonly callsPerSecond: Spread;
  readonly cpuPerCall: Spread;
  /** Its calls per second and CPU per call over those of each floor in the same round. */
  readonly over: Readonly<Record<string, { readonly rate: Spread; readonly cpu: Spread }>>;
}

/** All that the calls came to. */
export interface CallsResult {
  readonly sizes: Readonly<Record<string, number>>;
  readonly effort: Effort;
  readonly noise: Noise;
  readonly figures: readonly CallFigures[];
  /** Resident megabytes of each client while it calls, by contender. */
  readonly rss: Readonly<Record<string, Spread>>;
}

/** How many calls are under way at a time. */
export const lanesList = [1, 16, 64] as const;

/** How many slices the round that is not counted takes the time of: compiled code is what is measured. */
const WARM_UP = 5;

/** How often those who share a turn call in it, for half a slice each time. */
export const PASSES = 4;

/** What the others are compared with inside a round. */
const floors = ['fetch', 'fetch-bare', 'node-http', 'node-http-bare', 'plexjs', 'sdk-node'] as const;

const measured = z.object({ calls: z.number(), ms: z.number(), cpu: z.number(), rss: z.number(), total: z.number() });

interface Slice {
  readonly contender: string;
  readonly call: Call;
  readonly lanes: number;
  readonly round: number;
  readonly rate: number;
  readonly cpu: number;
  readonly rss: number;
}

interface Bench {
  readonly clients: ReadonlyMap<string, Child>;
  readonly server: Child;
  readonly effort: Effort;
  readonly watch: Watch;
  /** CPU microseconds each process has used in all, as last heard. */
  readonly used: Map<string, number>;
  readonly progress: (line: string) => void;
}

/** Slices in random order, one client at a time; every few rounds all processes are new. */
export async function measureCalls(effort: Effort, progress: (line: string) => void): Promise<CallsResult> {
  const recorded = await recordAnswers();
  const watch = watchMachine();
  const slices: Slice[] = [];
  for (let first = 1; first <= effort.rounds; first += effort.roundsEach) {
    const rounds = { first, last: Math.min(first + effort.roundsEach - 1, effort.rounds) };
    slices.push(...(await runRounds(recorded, { effort, watch, progress, rounds })));
  }
  return { sizes: sizesOf(recorded), effort, noise: watch.noise(), figures: figuresOf(slices), rss: rssOf(slices) };
}

/** One server and one process for each client, for some rounds. */
async function runRounds(
  recorded: Answers,
  how: Pick<Bench, 'effort' | 'watch' | 'progress'> & { rounds: { first: number; last: number } },
): Promise<Slice[]> {
  const { effort, watch, progress, rounds } = how;
  const server = startChild('calls/server.mjs');
  const clients = new Map(contenders.map(({ name }) => [name, startChild('calls/client.mjs')]));
  const bench: Bench = { ...how, clients, server, used: new Map() };
  const slices: Slice[] = [];
  try {
    const { origin } = await server.ask({ answers: recorded.answers }, z.object({ origin: z.string() }));
    const met = { ...recorded, answers: undefined, origin };
    for (const [contender, client] of clients)
      await client.ask({ contender, server: met }, z.object({ ready: z.literal(true) }));
    if (effort.warmUp) for (const turn of turnsOf(0)) await takeTurn(bench, turn);
    for (let round = rounds.first; round <= rounds.last; round += 1) {
      const before = await ownCpu(bench);
      for (const turn of turnsOf(round)) slices.push(...(await takeTurn(bench, turn)));
      watch.round((await ownCpu(bench)) - before);
      progress(`calls: round ${round} of ${effort.rounds}`);
    }
  } finally {
    await Promise.all([...clients.values(), server].map((child) => child.end()));
  }
  return slices;
}

/** Those who call by turns, at one call and one number of lanes. */
interface Turn extends Pick<Slice, 'call' | 'lanes' | 'round'> {
  readonly names: readonly string[];
}

/** Every contender has its turn at one call and one number of lanes before the next begins: ratios compare neighbours. */
function turnsOf(round: number): Turn[] {
  const groups = lanesList.flatMap((lanes) => callNames.map((call) => ({ call, lanes })));
  return shuffled(groups).flatMap(({ call, lanes }) =>
    seated(contenders.filter(({ calls }) => calls.includes(call))).map((names) => ({ names, call, lanes, round })),
  );
}

/** In random order, but whoever is judged by a floor shares its turn. */
function seated(able: readonly Contender[]): string[][] {
  const heads = shuffled(able.filter(({ floor }) => floor === undefined));
  return heads.map((head) =>
    shuffled(able.filter((one) => one === head || one.floor === head.name)).map(({ name }) => name),
  );
}

/** One after another, and where there are several, often: the machine changes its speed within a second. */
async function takeTurn(bench: Bench, turn: Turn): Promise<Slice[]> {
  const taken = new Map<string, z.infer<typeof measured>[]>();
  const passes = turn.names.length > 1 ? PASSES : 1;
  for (let pass = 0; pass < passes; pass += 1)
    for (const name of pass % 2 ? turn.names.toReversed() : turn.names)
      taken.set(name, [...(taken.get(name) ?? []), await runSlice(bench, { ...turn, name, passes })]);
  return [...taken].map(([contender, all]) => {
    const sum = (of: 'calls' | 'ms' | 'cpu'): number => all.reduce((total, one) => total + one[of], 0);
    const { call, lanes, round } = turn;
    const figures = { rate: (sum('calls') * 1000) / sum('ms'), cpu: sum('cpu') / sum('calls') };
    return { contender, call, lanes, round, ...figures, rss: (all.at(-1)?.rss ?? Number.NaN) / 1e6 };
  });
}

async function runSlice(
  { clients, effort, used }: Bench,
  { name, call, lanes, round, passes }: Omit<Turn, 'names'> & { name: string; passes: number },
): Promise<z.infer<typeof measured>> {
  const client = clients.get(name);
  if (!client) throw new Error(`No client for ${name}`);
  const ms = ((round === 0 ? WARM_UP : 1) * effort.sliceMs) / Math.min(passes, 2);
  const figures = await client.ask({ call, lanes, ms }, measured);
  used.set(name, figures.total);
  return figures;
}

async function ownCpu({ server, used }: Bench): Promise<number> {
  const { cpu } = await server.ask({}, z.object({ cpu: z.number() }));
  return [...used.values()].reduce((sum, value) => sum + value, cpu);
}

function figuresOf(slices: readonly Slice[]): CallFigures[] {
  return contenders.flatMap(({ name, calls }) =>
    calls.flatMap((call) =>
      lanesList.map((lanes) => {
        const at = (contender: string): Slice[] =>
          slices.filter((slice) => slice.contender === contender && slice.call === call && slice.lanes === lanes);
        const own = at(name);
        const over = floors.map((floor) => [floor, against(own, at(floor))] as const);
        return {
          contender: name,
          call,
          lanes,
          callsPerSecond: spread(own.map(({ rate }) => rate)),
          cpuPerCall: spread(own.map(({ cpu }) => cpu)),
          over: Object.fromEntries(over),
        };
      }),
    ),
  );
}

function against(own: readonly Slice[], floor: readonly Slice[]): { rate: Spread; cpu: Spread } {
  const pairs = own.flatMap((slice) => {
    const other = floor.find(({ round }) => round === slice.round);
    return other ? [{ rate: slice.rate / other.rate, cpu: slice.cpu / other.cpu }] : [];
  });
  return { rate: spread(pairs.map(({ rate }) => rate)), cpu: spread(pairs.map(({ cpu }) => cpu)) };
}

function rssOf(slices: readonly Slice[]): Record<string, Spread> {
  return Object.fromEntries(
    contenders.map(({ name }) => [
      name,
      spread(slices.filter(({ contender }) => contender === name).map(({ rss }) => rss)),
    ]),
  );
}

function sizesOf({ answers }: Answers): Record<string, number> {
  return Object.fromEntries(answers.map(({ path, body }) => [path, Buffer.byteLength(body)]));
}
