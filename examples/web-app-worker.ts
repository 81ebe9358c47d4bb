import { PlexAPI, type PlexAPIOptions, type UsedAttempts, webSignInHandler } from '@ticketstub/sdk';

/** What the Worker is bound to: a secret, and a D1 database with `create table used (attempt text primary key, expires integer)`. */
interface Env {
  SEAL_KEY: string;
  DB: {
    prepare(sql: string): { bind(...values: unknown[]): { run(): Promise<{ meta: { changes: number } }> } };
  };
}

/** One memory for all the Workers that may answer: the first to insert an attempt is the only one. */
export function usedIn({ DB }: Env): UsedAttempts {
  return {
    async add(attempt, expiresAt) {
      const insert = DB.prepare('insert or ignore into used (attempt, expires) values (?, ?)');
      const { meta } = await insert.bind(attempt, expiresAt).run();
      return meta.changes === 1;
    },
  };
}

/** `export default worker({ clientID: '…', clientName: 'An App' })` is the whole Worker. */
export function worker(client: PlexAPIOptions): { fetch(request: Request, env: Env): Promise<Response> } {
  return {
    fetch(request, env) {
      const handle = webSignInHandler(new PlexAPI(client), {
        origins: ['https://app.example'],
        keys: [env.SEAL_KEY],
        used: usedIn(env),
        path: '/sign-in',
        onSignedIn: ({ returnTo = 'https://app.example/' }) => Response.redirect(returnTo, 303),
      });
      return handle(request);
    },
  };
}
