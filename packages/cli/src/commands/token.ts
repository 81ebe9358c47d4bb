import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub token`. */
export const addToken: AddCommand = (program, execute) => {
  program
    .command('token')
    .description('print a token that works at plex.tv, or at a server')
    .option('--for <where>', 'plex.tv, or a server by its name or machine identifier', 'plex.tv')
    .option('--raw', 'print all of it in a terminal, too')
    .addHelpText(
      'after',
      `
In a terminal it is shortened, unless --raw says otherwise: what stands there is seen and scrolled back to.

Examples:
  $ curl -H "X-Plex-Token: $(ticketstub token --for Attic)" http://attic:32400/library
  $ ticketstub token --raw`,
    )
    .action((options: TokenFlags) => execute((run) => token(run, options)));
};

interface TokenFlags {
  readonly for: string;
  readonly raw?: boolean;
}

async function token(run: Run, { for: where, raw = false }: TokenFlags): Promise<void> {
  const [{ openSession }, { findServer }, { showToken }] = await Promise.all([
    import('../session.js'),
    import('../find-server.js'),
    import('../output/show-token.js'),
  ]);
  const { signal } = run.context;
  const session = await openSession(run);
  const server = where === 'plex.tv' ? undefined : await findServer(session, where, signal);
  const source = session.sourceFor(server ? { server: server.clientIdentifier } : 'plex.tv');
  const accessToken = typeof source === 'string' ? source : await source({ signal });
  showToken(run, { token: accessToken, for: server?.clientIdentifier ?? 'plex.tv', raw });
}
