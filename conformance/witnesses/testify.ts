import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import { type StandIn, startStandIn } from '@ticketstub/standin';
import { z } from 'zod';
import { readText } from '../../tools/repository.js';
import { go, openForwardPage, visit } from './person.js';
import type { Outcome, Scene, Step, Witness } from './scene.js';

/** What was seen of one step. */
export type Seen = Pick<Step, 'asked' | 'answers' | 'comes'>;

const outcome = z.union([
  z.strictObject({ returned: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  z.strictObject({
    threw: z.strictObject({
      class: z.string(),
      status: z.number().optional(),
      codes: z.array(z.number()).optional(),
    }),
  }),
]);

const sending = z.strictObject({ visit });

/** How often a step is taken at most whose outcome hangs on chance. */
const TRIES = 64;

/** What is installed of a client: each package by the name npm knows it under, with its version. */
export function installed({ modules }: Witness): string[] {
  return modules.map((module) => {
    const path = `conformance/witnesses/node_modules/${module}/package.json`;
    const { name, version } = z.object({ name: z.string(), version: z.string() }).parse(JSON.parse(readText(path)));
    return `${name} ${version}`;
  });
}

/** The packages of a client that are not there to be asked. */
export function missing({ modules }: Witness): string[] {
  return modules.filter((module) => !existsSync(join(import.meta.dirname, 'node_modules', module)));
}

/** Has a client take the steps of a scene, and tells what was seen. */
export async function testify({ program, flags }: Witness, { options, steps }: Scene): Promise<Seen[]> {
  await using standIn = await startStandIn({ ...options, control: true });
  await using forward = await openForwardPage();
  const client = startClient([...flags, program], { standIn, forwardUrl: forward.url });
  const seen: Seen[] = [];
  for (const step of steps) seen.push(await takeUntil(step, standIn, client));
  await client.end();
  return seen;
}

/** Takes a step; one that hangs on chance again and again, until it comes as it must. */
async function takeUntil(step: Step, standIn: StandIn<string>, client: Client): Promise<Seen> {
  let seen = await take(step, standIn, client);
  for (let tries = step.byChance ? TRIES : 0; tries > 0 && !isDeepStrictEqual(seen.comes, step.comes); tries -= 1) {
    seen = await take(step, standIn, client);
  }
  return seen;
}

async function take(step: Step, standIn: StandIn<string>, client: Client): Promise<Seen> {
  if (step.waits !== undefined) standIn.control.advanceClock(step.waits);
  if (step.fault !== undefined) standIn.control.failNext(step.fault);
  const before = standIn.control.requests().length;
  const comes = await client.take(step.deed, step.given(standIn));
  const answers = standIn.control.requests().slice(before).map(asLine);
  return { asked: step.asked, answers: step.races ? [...new Set(answers)] : answers, comes };
}

function asLine({ method, path, status }: { method: string; path: string; status: number | null }): string {
  const known = path.replace(/\?.*$/, '').replace(/(?<=\/pins\/)\d{2,}/, '{id}');
  return `${method} ${known} ${status ?? 'dropped'}`;
}

interface Client {
  take(deed: string, given: Readonly<Record<string, unknown>>): Promise<Outcome>;
  end(): Promise<void>;
}

interface Surroundings {
  readonly standIn: StandIn<string>;
  readonly forwardUrl: string;
}

/**
 * Starts a program of this folder: a line in for each step, a line out for what came of it. When it sends a person
 * somewhere, that is a line out too, and what they saw is one in.
 */
function startClient(args: readonly string[], { standIn, forwardUrl }: Surroundings): Client {
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    env: { ...process.env, TICKETSTUB_URL: standIn.url, WITNESS_FORWARD_URL: forwardUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const say = (told: object): boolean => child.stdin.write(`${JSON.stringify(told)}\n`);
  const hear = async (deed: string): Promise<unknown> => {
    const { done, value } = await lines.next();
    if (done === true) throw new Error(`${args.join(' ')} ended during ${deed}:\n${complaints.join('')}`);
    return JSON.parse(value);
  };
  return {
    async take(deed, given) {
      say({ deed, given });
      for (;;) {
        const heard = await hear(deed);
        const sent = sending.safeParse(heard);
        if (!sent.success) return asOutcome(outcome.parse(heard));
        say(await go(standIn, sent.data.visit));
      }
    },
    async end() {
      child.stdin.end();
      await gone;
    },
  };
}

function asOutcome(read: z.infer<typeof outcome>): Outcome {
  if ('returned' in read) return read;
  const { class: name, status, codes } = read.threw;
  return {
    threw: { class: name, ...(status !== undefined && { status }), ...(codes !== undefined && { codes }) },
  };
}
