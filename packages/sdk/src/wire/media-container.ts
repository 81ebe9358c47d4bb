import { conforms, demand, isRecord, list, type Members, Mismatch, number, text } from './read.js';

/** The envelope a media server wraps a transient token in, members not named here included. */
export interface TransientTokenContainer {
  size?: number | null;
  /** `transient-` and a UUID: works on the server that made it, with the access of whoever asked, for up to 48 hours. */
  token: string;
}

/** One way to reach a source. */
export interface SourceConnection {
  protocol?: string | null;
  address?: string | null;
  port?: number | null;
  /** The whole address to connect to. */
  uri?: string | null;
  /** True on the server's own network. */
  local?: boolean | null;
  /** True through Plex's relay: limited bandwidth. Missing as a rule when it is not. */
  relay?: boolean | null;
}

/** A source as the server knows it, and the token it accepts. */
export interface SourceDevice {
  name?: string | null;
  clientIdentifier?: string | null;
  /** A transient token for this source alone. */
  accessToken: string;
  connection: SourceConnection[];
}

/** The envelope a media server wraps a source in. */
export interface SourceContainer {
  size?: number | null;
  /** One device as a rule; empty when the server knows none. */
  device: SourceDevice[];
}

/** What a media server says of itself to anybody. */
export interface ServerIdentity {
  machineIdentifier: string;
  version?: string | null;
  /** True once it belongs to an account. */
  claimed?: boolean | null;
}

const device: Members<SourceDevice> = {
  accessToken: text,
  connection: list((entry): entry is SourceConnection => conforms(entry, { port: number })),
};

/** @throws Mismatch when there is no token. */
export function readTransientToken(body: unknown): TransientTokenContainer {
  return demand<TransientTokenContainer>(container(body), { size: number, token: text }, ['token']);
}

/**
 * `Device` is an object in the official sample and a list everywhere else: both are read, into a list.
 * @throws Mismatch when a device has no token of its own.
 */
export function readSource(body: unknown): SourceContainer {
  const { Device, size, ...rest } = container(body);
  const count = number(size);
  return { ...rest, ...(count !== undefined && { size: count }), device: listed(Device).map(readDevice) };
}

/** @throws Mismatch when it does not say which machine it is. */
export function readIdentity(body: unknown): ServerIdentity {
  return demand<ServerIdentity>(container(body), { machineIdentifier: text }, ['machineIdentifier']);
}

function readDevice(entry: unknown): SourceDevice {
  const { Connection, ...rest } = isRecord(entry) ? entry : {};
  return demand<SourceDevice>({ ...rest, connection: listed(Connection) }, device, ['accessToken', 'connection']);
}

function listed(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

function container(body: unknown): Record<string, unknown> {
  const found = isRecord(body) ? body['MediaContainer'] : undefined;
  if (isRecord(found)) return found;
  throw new Mismatch('it lacks MediaContainer');
}
