import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub whoami`. */
export const addWhoami: AddCommand = (program, execute) => {
  program
    .command('whoami')
    .description('say who is signed in, and where their token is kept')
    .addHelpText('after', '\nExample:\n  $ ticketstub whoami --json')
    .action(() => execute(whoami));
};

async function whoami(run: Run): Promise<void> {
  const [{ openSession }, { kept }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../output/words.js'),
    import('../output/human.js'),
  ]);
  const { plex, origin } = await openSession(run, { tellsOrigin: true });
  const { userPlexAccount: account } = await plex.authentication.getTokenDetails({
    signal: run.context.signal,
  });
  const { uuid, username, title, email } = account;
  const name = plain(title || username || uuid);
  const { paint } = run.output;
  const place = kept(origin, run.context);
  run.output.result({
    json: { uuid, username: username || null, title: title || null, email: email || null, ...place.json },
    text: `${paint.bold(name)}${email ? ` ${paint.dim(plain(email))}` : ''}\n${place.text}`,
  });
}
