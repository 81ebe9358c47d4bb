import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub transient-token`. */
export const addTransientToken: AddCommand = (program, execute) => {
  program
    .command('transient-token [server]')
    .description('get a token of a server that ends after 48 hours, or when it restarts')
    .option('--raw', 'print all of it in a terminal, too')
    .addHelpText('after', '\nExample:\n  $ ticketstub transient-token Attic')
    .action((server: string | undefined, options: { readonly raw?: boolean }) =>
      execute((run) => transientToken(run, server, options)),
    );
};

async function transientToken(
  run: Run,
  wanted: string | undefined,
  { raw = false }: { readonly raw?: boolean },
): Promise<void> {
  const [{ openSession }, { reachServer }, { showToken }] = await Promise.all([
    import('../session.js'),
    import('../reach-server.js'),
    import('../output/show-token.js'),
  ]);
  const session = await openSession(run);
  const { plex, server } = await reachServer(run, session, wanted);
  const { mediaContainer } = await plex.authentication.getTransientToken(
    { type: 'delegation', scope: 'all' },
    { signal: run.context.signal },
  );
  showToken(run, { token: mediaContainer.token, for: server.clientIdentifier, raw });
}
