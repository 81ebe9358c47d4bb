import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getResourcesOperation, type ListResourcesInput } from '../operations/get-resources.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { demandObject } from '../wire/arguments.js';
import type { PlexResource } from '../wire/resource.js';

/**
 * The servers and players that the account behind the client's token may reach, each server with a token that it accepts.
 * @throws SDKError with the code `UNAUTHORIZED` when the token is dead; any other error says nothing about the token.
 */
export async function listResources(
  core: PlexCore,
  input: ListResourcesInput = {},
  options?: CallOptions,
): Promise<PlexResource[]> {
  demandObject(input, 'input');
  const { resources } = await send(identifiedSettingsOf(core), getResourcesOperation, { input, options });
  return resources;
}
