import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { SeenRequest, StandIn } from '@ticketstub/standin';
import { z } from 'zod';
import { type Random, randomFrom } from '../soak/random.js';
import { openGate } from './gate.js';
import { Life, type Lived, type Task } from './life.js';
import type { Planted } from './linked-keys.js';
import { RequestFollower } from './request-follower.js';

const DAY = 86_400_000;

/** Kills fall in the first half of the work: a lease that somebody dies with lasts for another minute. */
const LAST_KILL = 0.5;

/** Milliseconds from the token that a kill is due by to the kill, at most. */
const LATEST = 40;

/** Milliseconds between two looks whether all is done. */
const LOOK = 1000;

/** Tokens between two looks at what the stand-in has written down. */
const FOLLOWED = 1000;

/** Processes that keep the same credentials, some of which are killed. */
export interface Herd {
  readonly standIn: StandIn;
  readonly planted: readonly Planted[];
  readonly processes: number;
  readonly task: Omit<Task, 'journal'>;
  /** A folder for what they write down. */
  readonly folder: string;
  /** How many are killed at any moment, and how many after their token was given and before they have it. */
  readonly kills: { readonly anyMoment: number; readonly worstMoment: number };
  readonly seed: number;
  /** Milliseconds for all of it. */
  readonly patience: number;
}

const kept = z.object({ name: z.string(), version: z.string(), token: z.string(), expiresAt: z.number() });

/** A credential as it was in the end. */
export type Kept = z.output<typeof kept>;

/** What became of a herd. */
export interface Run extends Pick<Herd, 'planted' | 'processes' | 'task'> {
  /** Every process that lived, in the order of their births. */
  readonly lives: readonly Lived[];
  readonly kept: readonly Kept[];
  /** What the stand-in wrote down. */
  readonly seen: readonly SeenRequest[];
}

/** Has all credentials renewed, whoever is killed meanwhile. Each who is killed has a successor. */
export async function runHerd(herd: Herd): Promise<Run> {
  const running = new Running(herd);
  try {
    return await running.run();
  } finally {
    await running.close();
  }
}

/** A kill is due once so many tokens were given. */
interface Kill {
  readonly after: number;
  readonly isWorst: boolean;
}

class Running {
  readonly #herd: Herd;
  readonly #random: Random;
  readonly #kills: Kill[];
  readonly #follower: RequestFollower;
  readonly #lives: Life[] = [];
  readonly #successions: Promise<void>[] = [];
  #born = 0;
  #given = 0;

  constructor(herd: Herd) {
    this.#herd = herd;
    this.#random = randomFrom(herd.seed);
    this.#kills = killsOf(herd, this.#random);
    this.#follower = new RequestFollower(herd.standIn);
  }

  async run(): Promise<Run> {
    const { processes, planted, task } = this.#herd;
    await Promise.all(Array.from({ length: processes }, () => this.#bear()));
    const onlooker = await this.#untilDone();
    const { contents } = await onlooker.ask({ contents: true }, z.object({ contents: z.array(kept) }));
    await Promise.all(this.#living().map((life) => life.end()));
    this.#follower.look();
    return { planted, processes, task, lives: this.#lives, kept: contents, seen: this.#follower.seen };
  }

  async close(): Promise<void> {
    await Promise.all(this.#living().map((life) => life.kill()));
    for (const { gate } of this.#lives) gate.close();
  }

  async #bear(): Promise<void> {
    const { standIn, task, folder } = this.#herd;
    const born: { life?: Life } = {};
    const gate = await openGate(standIn, () => this.#onToken(born.life));
    const journal = join(folder, `${this.#born}.jsonl`);
    this.#born += 1;
    born.life = await Life.begin(gate, { ...task, journal });
    this.#lives.push(born.life);
  }

  #living(): Life[] {
    return this.#lives.filter(({ isAlive }) => isAlive);
  }

  /** A token was given, to this one. */
  async #onToken(life: Life | undefined): Promise<void> {
    this.#given += 1;
    if (this.#given % FOLLOWED === 0) this.#follower.look();
    const [kill] = this.#kills;
    if (!kill || this.#given < kill.after) return;
    if (!kill.isWorst) this.#successions.push(this.#killAnyone());
    else if (life?.isAlive) await this.#kill(life);
    else return;
    this.#kills.shift();
  }

  async #killAnyone(): Promise<void> {
    await pass(this.#random.int(0, LATEST));
    await this.#kill(this.#random.pick(this.#living()));
  }

  /** Kills one, and has another take its place. */
  async #kill(life: Life): Promise<void> {
    const death = life.kill();
    this.#successions.push(death.then(() => this.#bear()));
    await death;
  }

  /** Waits until nothing is due any more, and gives a process that says so. */
  async #untilDone(): Promise<Life> {
    const { planted, patience } = this.#herd;
    const deadline = performance.now() + patience;
    for (let before = -1; ;) {
      await pass(LOOK);
      const failures = this.#lives.flatMap((life) => life.failures);
      if (performance.now() > deadline) failures.push(`it took too long: ${this.#given} tokens were given`);
      if (failures.length > 0) throw new Error(failures.slice(0, 3).join('\n'));
      const isQuiet = this.#given === before && this.#given >= planted.length && this.#kills.length === 0;
      before = this.#given;
      if (!isQuiet) continue;
      await Promise.all(this.#successions);
      const [onlooker] = this.#living();
      if ((await onlooker?.ask({ left: Date.now() + 6 * DAY }, none))?.left === 0 && onlooker) return onlooker;
    }
  }
}

const none = z.object({ left: z.number() });

/** When somebody is killed, and how: the worst moments lie anywhere between the others. */
function killsOf({ planted, kills: { anyMoment, worstMoment } }: Herd, random: Random): Kill[] {
  return Array.from({ length: anyMoment + worstMoment }, (_, index) => ({
    after: random.int(1, planted.length * LAST_KILL),
    isWorst: index < worstMoment,
  })).toSorted((a, b) => a.after - b.after);
}
