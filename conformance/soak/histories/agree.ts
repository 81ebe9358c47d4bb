import { admitted, sourceAnswers } from './happen.js';
import { described, type Known, places } from './model.js';
import { type Play, told } from './scene.js';
import { at } from './stage.js';

/** A source no server knows: asking for it makes no token. */
const NOWHERE = encodeURIComponent(`server://${'f'.repeat(40)}`);

/** Shows every known token at every place; where it works in the stand-in and not in the model, or the other way. */
export async function disagreements(play: Play): Promise<string[]> {
  const lines: string[] = [];
  for (const [index, token] of play.tokens.known.entries()) {
    const found = await Promise.all([
      ...places.map((place) => shown(play, token, place)),
      oldAccount(play, token),
      sources(play, token),
    ]);
    lines.push(...found.flat().map((line) => `${described(token, index)}: ${line}`));
  }
  return lines;
}

async function shown({ stage, tokens }: Play, token: Known, place: (typeof places)[number]): Promise<string[]> {
  if (place !== 'plex.tv') {
    const answer = await stage.ask(place, '/', { token: token.text });
    const expected = admitted(tokens.opens(token, place, answer.at), '200');
    return expected.includes(answer.word) ? [] : [told(`the root of ${place}`, answer, expected)];
  }
  const answer = await stage.ask(place, '/api/v2/user', { token: token.text });
  const expected = tokens.wordsAtPlexTv(token, answer.at);
  if (!expected.includes(answer.word)) return [told('/api/v2/user', answer, expected)];
  const isTheirs = answer.word !== '200' || at(answer.body, 'uuid') === tokens.member(token.owner).uuid;
  return isTheirs ? [] : ['/api/v2/user says that it is somebody else'];
}

async function sources(play: Play, token: Known): Promise<string[]> {
  const answer = await play.stage.ask('Attic', `/security/resources?source=${NOWHERE}`, { token: token.text });
  const expected = sourceAnswers(play, { token, server: 'Attic', answer });
  return expected.includes(answer.word) ? [] : [told('/security/resources of Attic', answer, expected)];
}

/** The old path says that a token is dead in a way of its own [legacy-account.revoked-422]. */
async function oldAccount({ stage, tokens }: Play, token: Known): Promise<string[]> {
  const answer = await stage.ask('plex.tv', '/users/account.json', { token: token.text });
  const expected = tokens.wordsAtPlexTv(token, answer.at).map((word) => (word === '401 1001' ? '422' : word));
  return expected.includes(answer.word) ? [] : [told('/users/account', answer, expected)];
}
