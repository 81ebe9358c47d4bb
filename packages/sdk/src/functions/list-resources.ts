import { identifiedSettingsOf, type PlexCore } from '../core.js';
import { getResourcesOperation, type ListResourcesInput } from '../operations/get-resources.js';
import type { CallOptions } from '../options.js';
import { send } from '../transport/send.js';
import { demandObject } from '../wire/arguments.js';
import type { PlexResource } from '../wire/resource.js';

/** Does what `resources.list` says. */
export async function listResources(
  core: PlexCore,
  input: ListResourcesInput = {},
  options?: CallOptions,
): Promise<PlexResource[]> {
  demandObject(input, 'input');
  const { resources } = await send(identifiedSettingsOf(core), getResourcesOperation, { input, options });
  return resources;
}
