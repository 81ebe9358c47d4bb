import { errors } from '@ticketstub/sdk';
import { type Case, claim, rejection, type Scene } from './world.js';

/** Errors of every kind that a call with a token ends with, one of them of a server that repeats what it was told. */
function failures({ faulty, nobody, planted }: Scene): Promise<unknown[]> {
  const { password } = planted;
  const body = { requestBody: { login: 'somebody', password } };
  return Promise.all([
    rejection(faulty('echo').authentication.getTokenDetails()),
    rejection(faulty('echo').authentication.postUsersSignInData(body)),
    rejection(faulty('moved').authentication.getTokenDetails()),
    rejection(faulty('silent', { timeout: 50 }).authentication.getTokenDetails()),
    rejection(faulty('', { endpoints: { account: nobody } }).authentication.getTokenDetails()),
  ]);
}

/** What any program can make of a value without asking it. */
function texts(value: unknown): string {
  const isWalkable = typeof value === 'object' && value !== null;
  const own = isWalkable ? Object.entries(value).map(([key, member]) => `${key}: ${String(member)}`) : [];
  const told = value instanceof Error ? [value.message, value.stack, texts(value.cause)] : [];
  return [String(value), JSON.stringify(value), ...own, ...told].join('\n');
}

/** What is printed. The console's own way of showing things is looked at from outside: whoever runs this has its output. */
export const secretCases: readonly Case[] = [
  {
    name: 'no printed error and no printed client shows a token or a password',
    async run(scene) {
      const { planted, faulty } = scene;
      const plex = faulty('echo', { debugLogger: console });
      const found = await failures(scene);
      claim(
        found.every((error) => error instanceof errors.TicketstubError),
        'an error of another kind',
      );
      const refusal = await rejection(plex.authentication.getTokenDetails());
      for (const value of [plex, plex.authentication, refusal, ...found]) {
        console.log('shown', value, [value], String(value));
        const text = texts(value);
        claim(!text.includes(planted.token), `a token in ${text.replaceAll(planted.token, '[token]')}`);
        claim(!text.includes(planted.password), `a password in ${text.replaceAll(planted.password, '[password]')}`);
      }
    },
  },
];
