import * as fc from 'fast-check';
import { found } from '../../secrets/canaries.js';
import { control, draftOf, isWhole, recorded, type Template } from './draft.js';
import { type Exchange, exchange } from './exchange.js';
import { judge, type Secrets } from './judge.js';
import { type Mutation, mutated, mutation } from './mutation.js';
import { ask, bindingsOf, damage, prepare, type Prepared, secretsOf, type Target } from './target.js';

/** A valid request and what is changed about it. */
export interface Planned {
  readonly template: string;
  readonly mutations: readonly Mutation[];
}

/** Requests that arrive at once, and then requests to the control, one after another. */
export interface Volley {
  readonly shots: readonly Planned[];
  readonly controls: readonly Planned[];
}

const templates = new Map([...recorded, ...control].map((template) => [template.name, template]));

/** Any of them, and as often one that carries something. */
function planned(among: readonly Template[]): fc.Arbitrary<Planned> {
  const carrying = among.filter(({ request }) => request.method === 'POST');
  return fc.record({
    template: fc.constantFrom(...among, ...carrying).map(({ name }) => name),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
  });
}

/** Any volley. */
const volley: fc.Arbitrary<Volley> = fc.record({
  shots: fc.array(planned(recorded), { maxLength: 24, size: 'max' }),
  controls: fc.array(planned(control), { maxLength: 4, size: 'max' }),
});

/** Sends a volley; every promise that did not hold, in words. */
export async function fire(target: Target, { shots, controls }: Volley): Promise<string[]> {
  const prepared = await prepare(target);
  const secrets = secretsOf(prepared);
  const answered = await Promise.all(
    shots.map(async (shot) => {
      const { came, wrong } = await send(prepared, shot, secrets);
      return { shot, wrong, isUnderstood: came.answers.length > 0 };
    }),
  );
  const wrong = answered.flatMap(({ shot, wrong: lines }) => lines.map((line) => `${shot.template}: ${line}`));
  wrong.push(...(await damage(prepared)), ...(await talk(prepared, secrets)));
  for (const shot of controls) wrong.push(...(await command(target, shot)));
  return wrong;
}

/** Sends one request to the control: refused, it has changed nothing. */
async function command(target: Target, shot: Planned): Promise<string[]> {
  const prepared = await prepare(target);
  const secrets = secretsOf(prepared);
  const { came, wrong } = await send(prepared, shot, secrets);
  const isDone = came.answers.some(({ status }) => status === 204);
  const left = isDone ? [] : await damage(prepared);
  return [...wrong, ...left, ...(await talk(prepared, secrets))].map((line) => `${shot.template}: ${line}`);
}

async function send(
  prepared: Prepared,
  { template: name, mutations }: Planned,
  secrets: Secrets,
): Promise<{ came: Exchange; wrong: string[] }> {
  const template = templates.get(name);
  if (template === undefined) throw new RangeError(`no request is called ${name}`);
  const draft = draftOf(template, bindingsOf(prepared, template.given));
  const bytes = mutated(draft, mutations);
  const whole = isWhole(bytes);
  const origin = prepared.target.origins[draft.place];
  const came = await exchange({ origin, bytes, isWhole: whole, isHead: bytes.toString('latin1', 0, 5) === 'HEAD ' });
  return { came, wrong: judge(came, whole, secrets) };
}

/** What the control and the terminal say of the requests. */
async function talk({ target }: Prepared, { tokens, passwords }: Secrets): Promise<string[]> {
  const { text, status } = await ask(`${target.origins['plex.tv']}/_standin/requests`);
  const spoken = `${text}\n${target.printed()}`;
  const isSpilt = [...tokens, ...passwords].some((secret) => spoken.includes(secret));
  return [
    ...(status === 200 ? [] : [`the list of requests is answered ${status}`]),
    ...(isSpilt || found(spoken).includes('Kanari') ? ['the list of requests or the terminal shows a secret'] : []),
    ...(target.printed() === '' ? [] : ['something was printed']),
  ];
}

/** Fires random volleys; the smallest found that breaks a promise, with its seed, or nothing. */
export async function bombard(
  target: Target,
  { seed, runs }: { seed: number; runs: number },
): Promise<string | undefined> {
  const property = fc.asyncProperty(volley, async (one) => {
    const wrong = await fire(target, one);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });
  const result = await fc.check(property, { seed, numRuns: runs });
  if (!result.failed) return undefined;
  const { counterexample, counterexamplePath, errorInstance } = result;
  return [
    `seed ${seed}, path ${counterexamplePath}`,
    JSON.stringify(counterexample?.[0]),
    errorInstance instanceof Error ? errorInstance.message : 'it ended without a reason',
  ].join('\n');
}
