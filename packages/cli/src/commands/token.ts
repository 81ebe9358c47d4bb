import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub token`. */
export const addToken: AddCommand = (program, execute) => {
  program
    .command('token')
    .description('print a token that works at plex.tv, or at a server')
    .option('--for <plex.tv|server>', 'where it is to work (default: the default server, else plex.tv)')
    .option('--raw', 'print all of it in a terminal, too')
    .addHelpText(
      'after',
      `
In a terminal it is shortened, unless --raw says otherwise: what stands there
is seen, and scrolled back to.

Examples:
  $ curl -H "X-Plex-Token: $(ticketstub token --for Attic)" http://attic:32400/library
  $ ticketstub token --raw`,
    )
    .action((options: TokenFlags) => execute((run) => token(run, options)));
};

interface TokenFlags {
  readonly for?: string;
  readonly raw?: boolean;
}

async function token(run: Run, { for: where, raw = false }: TokenFlags): Promise<void> {
  const [{ openSession }, { defaultServer, findServer, tokenAt }, { showToken }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../find-server.js'),
    import('../output/show-token.js'),
    import('../output/human.js'),
  ]);
  const { signal } = run.context;
  const session = await openSession(run);
  const wanted = where ?? ((await defaultServer(run, session)) ? undefined : 'plex.tv');
  const server = wanted === 'plex.tv' ? undefined : await findServer(run, session, wanted);
  if (server && where === undefined && run.output.isWatched)
    run.output.note(`For ${plain(server.name)}, the default server.`);
  const source = server ? tokenAt(session, server) : session.sourceFor('plex.tv');
  const accessToken = typeof source === 'string' ? source : await source({ signal });
  showToken(run, { token: accessToken, for: server?.clientIdentifier ?? 'plex.tv', raw });
}
