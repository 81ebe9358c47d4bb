import type { Identity } from '../options.js';
import { check } from './arguments.js';

/** What Plex's page shows of the device that asks. What is left out is taken from the client's options. */
export interface AuthAppContext {
  product?: string | undefined;
  version?: string | undefined;
  platform?: string | undefined;
  platformVersion?: string | undefined;
  device?: string | undefined;
  deviceName?: string | undefined;
  model?: string | undefined;
  screenResolution?: string | undefined;
  layout?: string | undefined;
  environment?: string | undefined;
}

/** Where Plex's page sends people on to, and what it shows them. */
export interface AuthAppInput {
  /**
   * An absolute address, http(s) or a scheme that Plex knows; any other ends at www.plex.tv. Plex adds nothing to it, and sends
   * people on before the PIN is claimed. Left out, they stay on Plex's page.
   */
  forwardURL?: string | URL | undefined;
  context?: AuthAppContext | undefined;
}

/**
 * The address of Plex's hosted page for a code. Everything is in the fragment, which no server gets to see; brackets are
 * encoded, as https://developer.plex.tv/pms/ has them.
 * @throws InvalidArgumentError when `forwardURL` is no absolute address.
 */
export function authAppAddress(
  base: string,
  { code, identity }: { code: string; identity: Identity },
  { forwardURL, context }: AuthAppInput,
): string {
  const forward = forwardURL === undefined ? undefined : `${forwardURL}`;
  check(forward === undefined || URL.canParse(forward), 'forwardURL', 'must be an absolute address');
  const device = Object.entries({ ...contextOf(identity), ...context });
  const parameters = [
    ['clientID', identity.clientID],
    ['code', code],
    ...device.map(([key, value]) => [`context[device][${key}]`, value]),
    ['forwardUrl', forward],
  ];
  const said = new URLSearchParams();
  for (const [name, value] of parameters) if (name && value) said.set(name, value);
  // Not everybody who reads a fragment takes + for a space.
  return `${base}#?${said.toString().replaceAll('+', '%20')}`;
}

function contextOf(identity: Identity): AuthAppContext {
  return {
    product: identity.clientName,
    version: identity.clientVersion,
    platform: identity.clientPlatform,
    platformVersion: identity.platformVersion,
    device: identity.device,
    deviceName: identity.deviceName,
    model: identity.model,
  };
}
