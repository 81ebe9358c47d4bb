import { count, type Play, told } from './scene.js';
import type { Certainty, Span } from './span.js';
import { isFresh, type Pin } from './pin-model.js';
import { type Answer, at, type Stage } from './stage.js';
import type { Step } from './step.js';
import { pairOf } from './devices.js';

type Of<Deed extends Step['do']> = Extract<Step, { do: Deed }>;

/** A program makes a PIN. */
export async function makePin(play: Play, { client, strong, key }: Of<'make pin'>): Promise<string[]> {
  const { stage, pins, devices } = play;
  const name = `history-client-${client}`;
  const pair = key === null ? undefined : pairOf(play, key);
  const headers = { 'X-Plex-Client-Identifier': name, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ strong, jwk: pair?.jwk });
  const answer = await stage.ask('plex.tv', '/api/v2/pins', { method: 'POST', headers, body });
  const isTaken = pair !== undefined && !devices.mayLink(pair.kid, name);
  if (isTaken) return answer.word === '422 1014' ? [] : [told('a PIN with a key that is taken', answer, ['422 1014'])];
  const [id, code] = [at(answer.body, 'id'), at(answer.body, 'code')];
  if (answer.word !== '201' || typeof id !== 'number' || typeof code !== 'string') {
    return [told('a call for a PIN', answer, ['201'])];
  }
  pins.made({ id, code, client: name, strong, made: answer.at, kid: pair?.kid });
  return [];
}

/** Somebody signs in to the program that shows a PIN [pin.claim-rotates, pin.claimed-once, pin.jwk-links-key, jwt.no-opaque-again]. */
export async function claimPin(play: Play, { pin: index, person }: Of<'claim pin'>): Promise<string[]> {
  const { stage, tokens, pins, devices } = play;
  const pin = pins.pick(index);
  if (pin === undefined) return [];
  const from = stage.now();
  const isDone = claimed(stage, { code: pin.code, person });
  const now: Span = { from, to: stage.now() };
  const device = { owner: person, client: pin.client };
  const isFree = pin.kid === undefined ? !devices.hasHad(device) : devices.mayLink(pin.kid, pin.client);
  const isOpen: Certainty = pin.claimedBy === undefined && isFree ? isFresh(pin, now) : 'no';
  if (isOpen === (isDone ? 'no' : 'yes')) return [`claiming a PIN was ${isDone ? '' : 'not '}possible`];
  if (!isDone) return [];
  pin.claimedBy = person;
  count(play.tally, 'claim pin');
  if (pin.kid !== undefined) {
    devices.linked(pin.kid, device);
    return [];
  }
  const answer = await poll(stage, pin);
  const text = at(answer.body, 'authToken');
  if (typeof text !== 'string') return isFresh(pin, answer.at) === 'yes' ? ['a claimed PIN carries no token'] : [];
  pin.token = text;
  return tokens.signedIn(text, { owner: person, client: pin.client, now: answer.at });
}

/** Asks for every PIN there was; where the stand-in answers other than it must, a line for each. */
export async function pinDisagreements({ stage, pins }: Play): Promise<string[]> {
  const lines = await Promise.all(
    pins.known.map(async (pin, index) => {
      const answer = await poll(stage, pin);
      const fresh = isFresh(pin, answer.at);
      const expected = [...(fresh === 'no' ? [] : ['200']), ...(fresh === 'yes' ? [] : ['404 1020'])];
      if (!expected.includes(answer.word)) return [told(`PIN ${index}`, answer, expected)];
      const carried = at(answer.body, 'authToken');
      return answer.word !== '200' || carried === (pin.token ?? null) ? [] : [`PIN ${index} carries another token`];
    }),
  );
  return lines.flat();
}

function poll(stage: Stage, { id, client }: Pin): Promise<Answer> {
  return stage.ask('plex.tv', `/api/v2/pins/${id}`, { headers: { 'X-Plex-Client-Identifier': client } });
}

function claimed(stage: Stage, pin: { code: string; person: string }): boolean {
  try {
    stage.standIn.control.claimPin(pin);
    return true;
  } catch {
    return false;
  }
}
