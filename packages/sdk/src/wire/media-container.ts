import { demand, flag, isRecord, Mismatch, number, object, oneOrMany, type Shape, text } from './read.js';

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

const transientToken: Shape<TransientTokenContainer> = { members: { size: number, token: text }, required: ['token'] };

const device: Shape<SourceDevice> = {
  members: {
    name: text,
    clientIdentifier: text,
    accessToken: text,
    connection: oneOrMany(
      object<SourceConnection>({
        members: { protocol: text, address: text, port: number, uri: text, local: flag, relay: flag },
      }),
    ),
  },
  required: ['accessToken', 'connection'],
};

/** @throws Mismatch when there is no token. */
export function readTransientToken(body: unknown): TransientTokenContainer {
  return demand(container(body), transientToken, 'MediaContainer');
}

/**
 * `Device` is an object in the official sample and a list everywhere else: both are read, into a list.
 * @throws Mismatch when a device has no token of its own.
 */
export function readSource(body: unknown): SourceContainer {
  const { Device, size, ...rest } = container(body);
  const entries: unknown[] = Array.isArray(Device) ? Device : [Device ?? []].flat();
  const count = number(size);
  return { ...rest, ...(count !== undefined && { size: count }), device: entries.map(readDevice) };
}

function readDevice(entry: unknown, index: number): SourceDevice {
  const path = `MediaContainer.Device[${index}]`;
  if (!isRecord(entry)) throw new Mismatch(`${path} is not an object`);
  const { Connection, ...rest } = entry;
  return demand({ ...rest, connection: Connection ?? [] }, device, path);
}

function container(body: unknown): Record<string, unknown> {
  const found = isRecord(body) ? body['MediaContainer'] : undefined;
  if (!isRecord(found)) throw new Mismatch('MediaContainer is missing');
  return found;
}
