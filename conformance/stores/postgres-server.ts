import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { findPostgres, INSTALL_POSTGRES } from '../../tools/postgres.js';

/** How a client reaches a database. It goes through JSON, so that other processes can be told. */
export interface Connection {
  /** The folder of the server's socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** What a pool is told besides. */
export interface PoolOptions extends Partial<Connection> {
  /** An address, which goes before all else. */
  readonly connectionString?: string;
  /** Connections, at most. Default 10. */
  readonly max?: number;
  /** Settings of every session, as `-c name=value`. */
  readonly options?: string;
  readonly password?: string;
}

/** A pool of `pg`, as far as the tests need it. */
export interface Pool {
  query(text: string, params?: string[]): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
  /** A pool without a listener for connections that are lost while idle ends its process. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): Promise<void>;
}

/** A PostgreSQL server of its own in a temporary folder, over a socket that only this machine has. It flushes what it commits. */
export interface PostgresServer extends AsyncDisposable {
  /** The database that is there at first, as its owner. */
  readonly connection: Connection;
  /** The same as an address. */
  readonly url: string;
  /** A new pool, of `connection` unless it is told otherwise. Ended with the server. */
  pool(options?: PoolOptions): Pool;
  /** Makes an empty database. */
  createDatabase(name: string, options?: string): Promise<Connection>;
  /** Ends the server at once, as a crash would: nothing is written any more, and clients are cut off. */
  crash(): Promise<void>;
  /** Starts it again, on what was written. */
  restart(): Promise<void>;
  /** Ends it and takes everything away. */
  stop(): Promise<void>;
}

const PORT = 5432;

const required = createRequire(import.meta.url);
const driver = z.object({ Pool: z.custom<new (options: PoolOptions) => Pool>((value) => typeof value === 'function') });

/** Starts a server. Where there is no PostgreSQL it fails and says how to get it. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`no PostgreSQL: ${INSTALL_POSTGRES}`);
  const folder = mkdtempSync(join(tmpdir(), 'ticketstub-pg-'));
  const owner = unprivileged(folder);
  const data = join(folder, 'data');
  const cluster = [
    '--pgdata',
    data,
    '--username',
    'ticketstub',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--auth',
    'trust',
  ];
  execFileSync(join(programs, 'initdb'), [...cluster, '--no-sync'], { ...owner, cwd: folder, stdio: 'pipe' });
  const server = new Server({ folder, owner, program: join(programs, 'postgres'), data });
  await server.restart().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return server;
}

/** Whose process the server is; left out, whoever runs the tests. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

interface Installation {
  readonly folder: string;
  readonly owner: Owner;
  readonly program: string;
  readonly data: string;
}

/** The server refuses to be root: then it is PostgreSQL's own user, or nobody. */
function unprivileged(folder: string): Owner {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) => {
    const { stdout } = spawnSync('sh', ['-c', `id ${flag} postgres || id ${flag} nobody`], { encoding: 'utf8' });
    return Number(stdout);
  });
  chownSync(folder, uid, gid);
  return { uid, gid };
}

class Server implements PostgresServer {
  readonly connection: Connection;
  readonly url: string;
  readonly #installation: Installation;
  readonly #pools: Pool[] = [];
  #process: ChildProcess | undefined;

  constructor(installation: Installation) {
    this.#installation = installation;
    this.connection = { host: installation.folder, port: PORT, user: 'ticketstub', database: 'postgres' };
    this.url = `postgres://ticketstub@localhost:${PORT}/postgres?host=${encodeURIComponent(installation.folder)}`;
  }

  pool(options: PoolOptions = {}): Pool {
    const { Pool: Made } = driver.parse(required('pg'));
    const pool = new Made({ ...this.connection, ...options });
    pool.on('error', () => {});
    this.#pools.push(pool);
    return pool;
  }

  async createDatabase(name: string, options = ''): Promise<Connection> {
    const pool = this.pool({ max: 1 });
    await pool.query(`create database "${name}" template template0 ${options}`);
    return { ...this.connection, database: name };
  }

  async restart(): Promise<void> {
    const { program, data, folder, owner } = this.#installation;
    const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=', `port=${PORT}`, 'fsync=on'];
    const more = ['max_connections=200', 'lc_messages=C', 'log_min_messages=log'];
    const args = [...settings, ...more].flatMap((setting) => ['-c', setting]);
    const started = spawn(program, ['-D', data, ...args], {
      ...owner,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = started;
    const leave = (): void => void started.kill('SIGQUIT');
    process.once('exit', leave);
    started.once('exit', () => process.off('exit', leave));
    await readiness(started);
  }

  async crash(): Promise<void> {
    await end(this.#process, 'SIGQUIT');
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pools.map((pool) => pool.end().catch(() => {})));
    await end(this.#process, 'SIGINT');
    rmSync(this.#installation.folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

/** Waits until a server takes connections, and reads on, so that it never waits for a reader. */
async function readiness({ stderr }: ChildProcess): Promise<void> {
  if (!stderr) throw new Error('the server has no output');
  const said: string[] = [];
  const lines = createInterface({ input: stderr });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (said.length < 100) said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    lines.once('close', () => reject(new Error(`the server did not start:\n${said.join('\n')}`)));
  });
}

async function end(server: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
}
