import { count, type Play, told } from './scene.js';
import { at } from './stage.js';
import type { Step } from './step.js';

/** Somebody switches to a member of their Home [home.switch-token, home.switch-rotates, home.pin-wanted, home.members-only]. */
export async function switchHome(play: Play, step: Extract<Step, { do: 'switch' }>): Promise<string[]> {
  const { stage, tokens } = play;
  const token = tokens.pick(step.token);
  const target = tokens.member(step.person);
  const asker = tokens.member(token.owner);
  const client = `history-client-${step.client}`;
  const pins = { right: target.homePin ?? '0000', wrong: '9999', none: undefined };
  const pin = pins[step.pin];
  const answer = await stage.ask(
    'plex.tv',
    `/api/v2/home/users/${target.uuid}/switch${pin === undefined ? '' : `?pin=${pin}`}`,
    { method: 'POST', headers: { 'X-Plex-Client-Identifier': client }, token: token.text },
  );
  const isMember = target.name === asker.name || (asker.inHome && target.inHome);
  const isKnown = target.homePin === undefined || step.pin === 'right';
  const admitted = isKnown ? '201' : '403 1041';
  const inside = isMember ? admitted : '404 1002';
  const expected = tokens.wordsAtPlexTv(token, answer.at).map((word) => (word === '200' ? inside : word));
  count(play.tally, `${step.do} ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('a switch', answer, expected)];
  if (answer.word !== '201') return [];
  const text = at(answer.body, 'authToken');
  if (typeof text !== 'string') return ['a switch gives no token'];
  return tokens.switched(text, { owner: target.name, client, now: answer.at });
}
